--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: accounts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts (
    account text NOT NULL,
    folder text NOT NULL,
    uidvalidity bigint,
    last_uid bigint DEFAULT '0'::bigint NOT NULL,
    last_arrived_at timestamp with time zone,
    last_size bigint,
    start_uid bigint,
    last_good_poll_at timestamp with time zone,
    renumbered_at timestamp with time zone,
    refusals integer DEFAULT 0 NOT NULL,
    refused_because text DEFAULT ''::text NOT NULL,
    refused_secret text DEFAULT ''::text NOT NULL
);


--
-- Name: address_health; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.address_health (
    address text NOT NULL,
    failures integer NOT NULL,
    disabled boolean DEFAULT false NOT NULL,
    because text DEFAULT ''::text NOT NULL,
    last_at timestamp with time zone NOT NULL,
    alive_at timestamp with time zone
);


--
-- Name: COLUMN address_health.alive_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.address_health.alive_at IS 'when a letter or a delivery last showed that it exists';


--
-- Name: addresses; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.addresses (
    unit_id bigint NOT NULL,
    address text NOT NULL,
    learnt_because text DEFAULT ''::text NOT NULL,
    learnt_by text DEFAULT ''::text NOT NULL,
    learnt_at timestamp with time zone
);


--
-- Name: adoptions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.adoptions (
    id bigint NOT NULL,
    serial text NOT NULL,
    publication text DEFAULT ''::text NOT NULL,
    form text DEFAULT ''::text NOT NULL,
    issue text DEFAULT ''::text NOT NULL,
    happened_on date NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    entered_at timestamp with time zone NOT NULL
);


--
-- Name: adoptions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.adoptions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: adoptions_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.adoptions_id_seq OWNED BY public.adoptions.id;


--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: aliases; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.aliases (
    alias text NOT NULL,
    unit_id bigint NOT NULL,
    learnt_because text DEFAULT ''::text NOT NULL,
    learnt_by text DEFAULT ''::text NOT NULL,
    learnt_at timestamp with time zone NOT NULL
);


--
-- Name: COLUMN aliases.alias; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.aliases.alias IS 'one name means one unit';


--
-- Name: announcements; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.announcements (
    id bigint NOT NULL,
    template text DEFAULT ''::text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    number text DEFAULT ''::text NOT NULL,
    dated date,
    body text DEFAULT ''::text NOT NULL,
    "to" jsonb NOT NULL,
    state text NOT NULL,
    drafted_by text DEFAULT ''::text NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    edited_by text DEFAULT ''::text NOT NULL,
    approved_by text DEFAULT ''::text NOT NULL,
    approved_at timestamp with time zone,
    sent_at timestamp with time zone
);


--
-- Name: announcements_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.announcements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: announcements_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.announcements_id_seq OWNED BY public.announcements.id;


--
-- Name: circular_files; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.circular_files (
    circular_id bigint NOT NULL,
    name text NOT NULL,
    type text DEFAULT ''::text NOT NULL,
    bytes bytea NOT NULL
);


--
-- Name: circulars; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.circulars (
    id bigint NOT NULL,
    period text NOT NULL,
    score_id bigint NOT NULL,
    state text NOT NULL,
    covering text DEFAULT ''::text NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    approved_by text DEFAULT ''::text NOT NULL,
    sent_at timestamp with time zone,
    title text DEFAULT ''::text NOT NULL,
    number text DEFAULT ''::text NOT NULL,
    dated date,
    corrects bigint,
    because text DEFAULT ''::text NOT NULL,
    drafted_by text DEFAULT ''::text NOT NULL,
    edited_by text DEFAULT ''::text NOT NULL,
    contents jsonb
);


--
-- Name: COLUMN circulars.corrects; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.circulars.corrects IS 'the circular that this one corrects';


--
-- Name: COLUMN circulars.contents; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.circulars.contents IS 'what it says, as approved';


--
-- Name: circulars_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.circulars_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: circulars_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.circulars_id_seq OWNED BY public.circulars.id;


--
-- Name: co_units; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.co_units (
    serial text NOT NULL,
    unit_id bigint NOT NULL,
    "position" integer NOT NULL
);


--
-- Name: commission_units; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.commission_units (
    commission_id text NOT NULL,
    unit_id bigint NOT NULL,
    token text,
    mailed_at timestamp with time zone,
    withdrawn_at timestamp with time zone
);


--
-- Name: COLUMN commission_units.token; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.commission_units.token IS 'by which the unit''s answer is known';


--
-- Name: commissions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.commissions (
    id text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    issuer text DEFAULT ''::text NOT NULL,
    brief text DEFAULT ''::text NOT NULL,
    issued_on date NOT NULL,
    due date NOT NULL,
    made_by text DEFAULT ''::text NOT NULL,
    closed_at timestamp with time zone
);


--
-- Name: contents; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.contents (
    id bigint NOT NULL,
    publication text DEFAULT ''::text NOT NULL,
    issue text DEFAULT ''::text NOT NULL,
    dated date NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    entered_by text DEFAULT ''::text NOT NULL,
    entered_at timestamp with time zone NOT NULL
);


--
-- Name: contents_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.contents_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: contents_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.contents_id_seq OWNED BY public.contents.id;


--
-- Name: contents_lines; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.contents_lines (
    contents_id bigint NOT NULL,
    line integer NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    unit text DEFAULT ''::text NOT NULL,
    form text DEFAULT ''::text NOT NULL,
    serial text,
    confidence double precision DEFAULT '0'::double precision NOT NULL,
    settled text DEFAULT ''::text NOT NULL
);


--
-- Name: counters; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.counters (
    name text NOT NULL,
    value bigint NOT NULL
);


--
-- Name: exemptions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.exemptions (
    id bigint NOT NULL,
    unit_id bigint NOT NULL,
    since date NOT NULL,
    until date,
    because text DEFAULT ''::text NOT NULL
);


--
-- Name: exemptions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.exemptions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: exemptions_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.exemptions_id_seq OWNED BY public.exemptions.id;


--
-- Name: fed_back; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.fed_back (
    event text NOT NULL,
    unit_id bigint NOT NULL,
    told_at timestamp with time zone NOT NULL
);


--
-- Name: COLUMN fed_back.event; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.fed_back.event IS 'as evidence names it: adoption:12';


--
-- Name: former_groups; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.former_groups (
    unit_id bigint NOT NULL,
    until date NOT NULL,
    unit_group text DEFAULT ''::text NOT NULL
);


--
-- Name: COLUMN former_groups.until; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.former_groups.until IS 'the first day it was no longer in the group';


--
-- Name: forwardings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.forwardings (
    id bigint NOT NULL,
    serial text NOT NULL,
    target text DEFAULT ''::text NOT NULL,
    happened_on date NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    entered_at timestamp with time zone NOT NULL
);


--
-- Name: forwardings_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.forwardings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: forwardings_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.forwardings_id_seq OWNED BY public.forwardings.id;


--
-- Name: grams; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.grams (
    gram text NOT NULL,
    serial text NOT NULL
);


--
-- Name: history; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.history (
    period text NOT NULL,
    unit_id bigint NOT NULL,
    total text NOT NULL,
    share text,
    note text DEFAULT ''::text NOT NULL
);


--
-- Name: instructions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.instructions (
    id bigint NOT NULL,
    serial text NOT NULL,
    leader text DEFAULT ''::text NOT NULL,
    level text DEFAULT ''::text NOT NULL,
    happened_on date NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    entered_at timestamp with time zone NOT NULL
);


--
-- Name: instructions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.instructions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: instructions_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.instructions_id_seq OWNED BY public.instructions.id;


--
-- Name: issue_items; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.issue_items (
    issue_id bigint NOT NULL,
    serial text NOT NULL,
    "position" integer NOT NULL,
    form text DEFAULT ''::text NOT NULL,
    heading text DEFAULT ''::text NOT NULL,
    text text DEFAULT ''::text NOT NULL
);


--
-- Name: issues; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.issues (
    id bigint NOT NULL,
    publication text DEFAULT ''::text NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL,
    dated date NOT NULL,
    state text NOT NULL,
    made_by text DEFAULT ''::text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone
);


--
-- Name: issues_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.issues_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: issues_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.issues_id_seq OWNED BY public.issues.id;


--
-- Name: journal; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.journal (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    who text DEFAULT ''::text NOT NULL,
    did text DEFAULT ''::text NOT NULL,
    subject text NOT NULL,
    because text DEFAULT ''::text NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: journal_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.journal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: journal_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.journal_id_seq OWNED BY public.journal.id;


--
-- Name: leases; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.leases (
    name text NOT NULL,
    owner text DEFAULT ''::text NOT NULL,
    fence bigint NOT NULL,
    until timestamp with time zone NOT NULL
);


--
-- Name: originals; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.originals (
    sha256 text NOT NULL,
    size bigint NOT NULL,
    zstd bytea NOT NULL
);


--
-- Name: outbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outbox (
    id bigint NOT NULL,
    kind text NOT NULL,
    recipient text NOT NULL,
    key text NOT NULL,
    about jsonb NOT NULL,
    serial text,
    answers bigint,
    state text NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    lease_owner text,
    lease_until timestamp with time zone,
    message_id text,
    token text,
    subject text,
    template text,
    facts jsonb,
    bytes bytea,
    settled_at timestamp with time zone,
    outcome text DEFAULT ''::text NOT NULL
);


--
-- Name: COLUMN outbox.serial; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outbox.serial IS 'the submission it is about, if any';


--
-- Name: COLUMN outbox.answers; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outbox.answers IS 'the sighting it answers, if any';


--
-- Name: outbox_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: outbox_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;


--
-- Name: persons; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.persons (
    id bigint NOT NULL,
    unit_id bigint NOT NULL,
    role text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL
);


--
-- Name: persons_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.persons_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: persons_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.persons_id_seq OWNED BY public.persons.id;


--
-- Name: proposals; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.proposals (
    id bigint NOT NULL,
    serial text NOT NULL,
    kind text NOT NULL,
    other text,
    evidence text DEFAULT ''::text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    settled text DEFAULT ''::text NOT NULL,
    commission text DEFAULT ''::text NOT NULL
);


--
-- Name: proposals_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.proposals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: proposals_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.proposals_id_seq OWNED BY public.proposals.id;


--
-- Name: remarks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.remarks (
    id bigint NOT NULL,
    unit_id bigint NOT NULL,
    kind text DEFAULT ''::text NOT NULL,
    points text,
    serial text,
    happened_on date NOT NULL,
    because text DEFAULT ''::text NOT NULL,
    fingerprint text,
    entered_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone
);


--
-- Name: COLUMN remarks.points; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.remarks.points IS 'an exact number; none where the kind has one value';


--
-- Name: COLUMN remarks.fingerprint; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.remarks.fingerprint IS 'none once withdrawn: it may be said anew';


--
-- Name: remarks_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.remarks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: remarks_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.remarks_id_seq OWNED BY public.remarks.id;


--
-- Name: reminded; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reminded (
    unit_id bigint NOT NULL,
    duty text NOT NULL,
    period text NOT NULL,
    stage integer NOT NULL,
    reminded_at timestamp with time zone NOT NULL
);


--
-- Name: COLUMN reminded.period; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.reminded.period IS 'of a commission its id';


--
-- Name: COLUMN reminded.stage; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.reminded.stage IS 'working days left; negative: days after';


--
-- Name: runs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.runs (
    job text NOT NULL,
    period text NOT NULL,
    state text NOT NULL,
    owner text DEFAULT ''::text NOT NULL,
    lease_until timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    outcome text DEFAULT ''::text NOT NULL
);


--
-- Name: scores; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.scores (
    id bigint NOT NULL,
    period text NOT NULL,
    revision integer NOT NULL,
    edition text DEFAULT ''::text NOT NULL,
    sheet jsonb NOT NULL,
    facts_digest text DEFAULT ''::text NOT NULL,
    because text DEFAULT ''::text NOT NULL,
    made_by text DEFAULT ''::text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone
);


--
-- Name: scores_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.scores_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: scores_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.scores_id_seq OWNED BY public.scores.id;


--
-- Name: sightings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sightings (
    id bigint NOT NULL,
    account text NOT NULL,
    folder text NOT NULL,
    uidvalidity bigint NOT NULL,
    uid bigint NOT NULL,
    state text NOT NULL,
    role text,
    reason text DEFAULT ''::text NOT NULL,
    because text DEFAULT ''::text NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    size bigint DEFAULT '0'::bigint NOT NULL,
    sha256 text,
    message_id text,
    ancestors jsonb DEFAULT '[]'::jsonb NOT NULL,
    from_address text DEFAULT ''::text NOT NULL,
    from_name text DEFAULT ''::text NOT NULL,
    subject text DEFAULT ''::text NOT NULL,
    attachments jsonb DEFAULT '[]'::jsonb NOT NULL,
    serial text,
    answerable boolean DEFAULT false NOT NULL,
    answer_to text DEFAULT ''::text NOT NULL,
    answer_because text DEFAULT ''::text NOT NULL,
    trust text DEFAULT 'unverified'::text NOT NULL,
    mark text,
    keyed_hash text
);


--
-- Name: sketches; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sketches (
    mark bigint NOT NULL,
    serial text NOT NULL
);


--
-- Name: submissions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.submissions (
    serial text NOT NULL,
    token text NOT NULL,
    letter bigint,
    unit_id bigint,
    title text DEFAULT ''::text NOT NULL,
    category text DEFAULT ''::text NOT NULL,
    category_because text DEFAULT ''::text NOT NULL,
    authors jsonb DEFAULT '[]'::jsonb NOT NULL,
    signer text DEFAULT ''::text NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    counts_on date,
    day date NOT NULL,
    characters integer DEFAULT 0 NOT NULL,
    state text NOT NULL,
    flags jsonb DEFAULT '[]'::jsonb NOT NULL,
    own_business boolean,
    quality boolean DEFAULT true NOT NULL,
    lateness_waived boolean DEFAULT false NOT NULL,
    commission text,
    follows text,
    superseded_by text,
    fingerprint text NOT NULL,
    attachments jsonb DEFAULT '[]'::jsonb NOT NULL,
    evidence jsonb DEFAULT '[]'::jsonb NOT NULL,
    held_because text DEFAULT ''::text NOT NULL,
    candidates jsonb DEFAULT '[]'::jsonb NOT NULL
);


--
-- Name: COLUMN submissions.letter; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.submissions.letter IS 'the sighting it came with; null when added by hand';


--
-- Name: COLUMN submissions.day; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.submissions.day IS 'counts_on, else the local day of arrival';


--
-- Name: switches; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.switches (
    name text NOT NULL,
    value text DEFAULT ''::text NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by text DEFAULT ''::text NOT NULL
);


--
-- Name: tries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tries (
    outbox_id bigint NOT NULL,
    number integer NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    state text DEFAULT ''::text NOT NULL,
    reply text DEFAULT ''::text NOT NULL,
    worker text DEFAULT ''::text NOT NULL
);


--
-- Name: units; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.units (
    id bigint NOT NULL,
    name text NOT NULL,
    short_names jsonb DEFAULT '[]'::jsonb NOT NULL,
    unit_group text DEFAULT ''::text NOT NULL,
    kind text DEFAULT ''::text NOT NULL,
    parent text,
    own_business_only boolean DEFAULT false NOT NULL,
    since date NOT NULL,
    until date,
    "position" integer DEFAULT 0 NOT NULL
);


--
-- Name: units_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.units_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: units_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.units_id_seq OWNED BY public.units.id;


--
-- Name: users; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    name text NOT NULL,
    role text DEFAULT 'clerk'::text NOT NULL,
    password_hash text DEFAULT ''::text NOT NULL,
    disabled_at timestamp with time zone,
    made_at timestamp with time zone NOT NULL
);


--
-- Name: users_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: users_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;


--
-- Name: words; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.words (
    serial text NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    manuscript text DEFAULT ''::text NOT NULL
);


--
-- Name: working_days; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.working_days (
    day date NOT NULL,
    works boolean NOT NULL,
    note text DEFAULT ''::text NOT NULL
);


--
-- Name: adoptions id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adoptions ALTER COLUMN id SET DEFAULT nextval('public.adoptions_id_seq'::regclass);


--
-- Name: announcements id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.announcements ALTER COLUMN id SET DEFAULT nextval('public.announcements_id_seq'::regclass);


--
-- Name: circulars id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.circulars ALTER COLUMN id SET DEFAULT nextval('public.circulars_id_seq'::regclass);


--
-- Name: contents id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contents ALTER COLUMN id SET DEFAULT nextval('public.contents_id_seq'::regclass);


--
-- Name: exemptions id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exemptions ALTER COLUMN id SET DEFAULT nextval('public.exemptions_id_seq'::regclass);


--
-- Name: forwardings id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forwardings ALTER COLUMN id SET DEFAULT nextval('public.forwardings_id_seq'::regclass);


--
-- Name: instructions id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instructions ALTER COLUMN id SET DEFAULT nextval('public.instructions_id_seq'::regclass);


--
-- Name: issues id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.issues ALTER COLUMN id SET DEFAULT nextval('public.issues_id_seq'::regclass);


--
-- Name: journal id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal ALTER COLUMN id SET DEFAULT nextval('public.journal_id_seq'::regclass);


--
-- Name: outbox id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);


--
-- Name: persons id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.persons ALTER COLUMN id SET DEFAULT nextval('public.persons_id_seq'::regclass);


--
-- Name: proposals id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.proposals ALTER COLUMN id SET DEFAULT nextval('public.proposals_id_seq'::regclass);


--
-- Name: remarks id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remarks ALTER COLUMN id SET DEFAULT nextval('public.remarks_id_seq'::regclass);


--
-- Name: scores id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.scores ALTER COLUMN id SET DEFAULT nextval('public.scores_id_seq'::regclass);


--
-- Name: units id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.units ALTER COLUMN id SET DEFAULT nextval('public.units_id_seq'::regclass);


--
-- Name: users id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);


--
-- Data for Name: accounts; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.accounts VALUES ('jtzwxx@mail.example', 'INBOX', 1, 214, NULL, NULL, NULL, '2026-03-26 01:37:00+00', NULL, 0, '', '');


--
-- Data for Name: address_health; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.address_health VALUES ('unit02@units.example', 3, true, '邮件系统答复该地址不存在（5.1.1）', '2026-03-22 23:40:00+00', NULL);
INSERT INTO public.address_health VALUES ('unit07@units.example', 1, false, '邮件系统答复该地址不存在（5.1.1）', '2026-03-23 01:40:00+00', NULL);


--
-- Data for Name: addresses; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.addresses VALUES (1, 'unit01@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (2, 'unit02@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (3, 'unit03@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (4, 'unit04@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (6, 'unit06@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (7, 'unit07@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (8, 'unit08@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (9, 'unit09@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (10, 'unit10@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (11, 'unit11@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (12, 'unit12@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (13, 'unit13@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (14, 'unit14@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (15, 'unit15@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (16, 'unit16@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (17, 'unit17@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (18, 'unit18@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (19, 'unit19@units.example', '', '', NULL);
INSERT INTO public.addresses VALUES (5, 'unit05@units.example', 'submission:2026-0003', '赵敏', NULL);


--
-- Data for Name: adoptions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.adoptions VALUES (1, '2026-0001', '宁夏交通信息', '单条', '第 12 期', '2026-03-20', '', '2026-03-26 01:40:00+00');


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.alembic_version VALUES ('0012');


--
-- Data for Name: aliases; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.aliases VALUES ('银川运管', 1, 'submission:2026-0001', '赵敏', '2026-03-26 01:40:00+00');


--
-- Data for Name: announcements; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.announcements VALUES (1, 'notice', '关于报送要点的通知', '宁交办〔2026〕5号', '2026-03-24', '各单位：
请按时报送。', '["group:第一组", "unit:1"]', 'approved', '赵敏', '2026-03-26 01:40:00+00', '赵敏', '王主任', '2026-03-26 01:40:00+00', NULL);


--
-- Data for Name: circular_files; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.circular_files VALUES (1, '通报.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', '\x504b03042066726f7a656e2000ff');


--
-- Data for Name: circulars; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.circulars VALUES (1, '2025Q4', 1, 'draft', '各市县交通运输局，厅属各单位，厅机关各处室：

　　现将 2025 年第四季度政务信息报送采用情况通报如下。', '2026-03-25 01:40:00+00', NULL, '', NULL, '关于2025年第四季度政务信息报送采用情况的通报', '', NULL, NULL, '', '赵敏', '', NULL);


--
-- Data for Name: co_units; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.co_units VALUES ('2026-0006', 11, 0);


--
-- Data for Name: commission_units; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.commission_units VALUES ('YG-2026-03', 11, NULL, NULL, NULL);
INSERT INTO public.commission_units VALUES ('YG-2026-03', 12, NULL, NULL, NULL);


--
-- Data for Name: commissions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.commissions VALUES ('YG-2026-03', '清明假期保通保畅做法', '厅办公室', '', '2026-03-02', '2026-03-27', '', NULL);


--
-- Data for Name: contents; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.contents VALUES (1, '宁夏政务信息', '第 7 期', '2026-03-19', '目录.docx', '赵敏', '2026-03-26 01:40:00+00');


--
-- Data for Name: contents_lines; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.contents_lines VALUES (1, 1, '石嘴山市开展货车超限超载联合治理', '石嘴山市交通运输局', '简讯', '2026-0002', 0.97, '');


--
-- Data for Name: counters; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.counters VALUES ('serial/2026', 15);
INSERT INTO public.counters VALUES ('sighting', 20);


--
-- Data for Name: exemptions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.exemptions VALUES (1, 2, '2026-02-01', '2026-03-01', '机构改革');


--
-- Data for Name: fed_back; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.fed_back VALUES ('adoption:1', 1, '2026-03-26 01:40:00+00');


--
-- Data for Name: former_groups; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.former_groups VALUES (3, '2025-07-01', '第二组');


--
-- Data for Name: forwardings; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.forwardings VALUES (1, '2026-0002', '自治区党委办公厅', '2026-03-22', '', '2026-03-26 01:40:00+00');


--
-- Data for Name: grams; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.grams VALUES ('不见', '2026-0001');
INSERT INTO public.grams VALUES ('全面', '2026-0001');
INSERT INTO public.grams VALUES ('办理', '2026-0001');
INSERT INTO public.grams VALUES ('川市', '2026-0001');
INSERT INTO public.grams VALUES ('市全', '2026-0001');
INSERT INTO public.grams VALUES ('推行', '2026-0001');
INSERT INTO public.grams VALUES ('理道', '2026-0001');
INSERT INTO public.grams VALUES ('行不', '2026-0001');
INSERT INTO public.grams VALUES ('见面', '2026-0001');
INSERT INTO public.grams VALUES ('证照', '2026-0001');
INSERT INTO public.grams VALUES ('路运', '2026-0001');
INSERT INTO public.grams VALUES ('输证', '2026-0001');
INSERT INTO public.grams VALUES ('运输', '2026-0001');
INSERT INTO public.grams VALUES ('道路', '2026-0001');
INSERT INTO public.grams VALUES ('银川', '2026-0001');
INSERT INTO public.grams VALUES ('面办', '2026-0001');
INSERT INTO public.grams VALUES ('面推', '2026-0001');
INSERT INTO public.grams VALUES ('合治', '2026-0002');
INSERT INTO public.grams VALUES ('嘴山', '2026-0002');
INSERT INTO public.grams VALUES ('展货', '2026-0002');
INSERT INTO public.grams VALUES ('山市', '2026-0002');
INSERT INTO public.grams VALUES ('市开', '2026-0002');
INSERT INTO public.grams VALUES ('开展', '2026-0002');
INSERT INTO public.grams VALUES ('治理', '2026-0002');
INSERT INTO public.grams VALUES ('石嘴', '2026-0002');
INSERT INTO public.grams VALUES ('联合', '2026-0002');
INSERT INTO public.grams VALUES ('货车', '2026-0002');
INSERT INTO public.grams VALUES ('超载', '2026-0002');
INSERT INTO public.grams VALUES ('超限', '2026-0002');
INSERT INTO public.grams VALUES ('车超', '2026-0002');
INSERT INTO public.grams VALUES ('载联', '2026-0002');
INSERT INTO public.grams VALUES ('限超', '2026-0002');
INSERT INTO public.grams VALUES ('入快', '2026-0003');
INSERT INTO public.grams VALUES ('农村', '2026-0003');
INSERT INTO public.grams VALUES ('吴忠', '2026-0003');
INSERT INTO public.grams VALUES ('四好', '2026-0003');
INSERT INTO public.grams VALUES ('好农', '2026-0003');
INSERT INTO public.grams VALUES ('市四', '2026-0003');
INSERT INTO public.grams VALUES ('建设', '2026-0003');
INSERT INTO public.grams VALUES ('忠市', '2026-0003');
INSERT INTO public.grams VALUES ('快车', '2026-0003');
INSERT INTO public.grams VALUES ('村路', '2026-0003');
INSERT INTO public.grams VALUES ('设驶', '2026-0003');
INSERT INTO public.grams VALUES ('路建', '2026-0003');
INSERT INTO public.grams VALUES ('车道', '2026-0003');
INSERT INTO public.grams VALUES ('驶入', '2026-0003');
INSERT INTO public.grams VALUES ('举做', '2026-0004');
INSERT INTO public.grams VALUES ('交通', '2026-0004');
INSERT INTO public.grams VALUES ('做好', '2026-0004');
INSERT INTO public.grams VALUES ('原市', '2026-0004');
INSERT INTO public.grams VALUES ('固原', '2026-0004');
INSERT INTO public.grams VALUES ('多措', '2026-0004');
INSERT INTO public.grams VALUES ('好春', '2026-0004');
INSERT INTO public.grams VALUES ('官工', '2026-0004');
INSERT INTO public.grams VALUES ('局多', '2026-0004');
INSERT INTO public.grams VALUES ('工作', '2026-0004');
INSERT INTO public.grams VALUES ('市交', '2026-0004');
INSERT INTO public.grams VALUES ('并举', '2026-0004');
INSERT INTO public.grams VALUES ('措并', '2026-0004');
INSERT INTO public.grams VALUES ('收官', '2026-0004');
INSERT INTO public.grams VALUES ('春运', '2026-0004');
INSERT INTO public.grams VALUES ('输局', '2026-0004');
INSERT INTO public.grams VALUES ('运收', '2026-0004');
INSERT INTO public.grams VALUES ('运输', '2026-0004');
INSERT INTO public.grams VALUES ('通运', '2026-0004');
INSERT INTO public.grams VALUES ('与启', '2026-0005');
INSERT INTO public.grams VALUES ('中卫', '2026-0005');
INSERT INTO public.grams VALUES ('交通', '2026-0005');
INSERT INTO public.grams VALUES ('做法', '2026-0005');
INSERT INTO public.grams VALUES ('卫市', '2026-0005');
INSERT INTO public.grams VALUES ('发展', '2026-0005');
INSERT INTO public.grams VALUES ('合发', '2026-0005');
INSERT INTO public.grams VALUES ('启示', '2026-0005');
INSERT INTO public.grams VALUES ('展示', '2026-0005');
INSERT INTO public.grams VALUES ('市打', '2026-0005');
INSERT INTO public.grams VALUES ('打造', '2026-0005');
INSERT INTO public.grams VALUES ('旅游', '2026-0005');
INSERT INTO public.grams VALUES ('法与', '2026-0005');
INSERT INTO public.grams VALUES ('游融', '2026-0005');
INSERT INTO public.grams VALUES ('的做', '2026-0005');
INSERT INTO public.grams VALUES ('示范', '2026-0005');
INSERT INTO public.grams VALUES ('线路', '2026-0005');
INSERT INTO public.grams VALUES ('范线', '2026-0005');
INSERT INTO public.grams VALUES ('融合', '2026-0005');
INSERT INTO public.grams VALUES ('路的', '2026-0005');
INSERT INTO public.grams VALUES ('通旅', '2026-0005');
INSERT INTO public.grams VALUES ('造交', '2026-0005');
INSERT INTO public.grams VALUES ('公路', '2026-0006');
INSERT INTO public.grams VALUES ('养护', '2026-0006');
INSERT INTO public.grams VALUES ('农村', '2026-0006');
INSERT INTO public.grams VALUES ('制见', '2026-0006');
INSERT INTO public.grams VALUES ('区农', '2026-0006');
INSERT INTO public.grams VALUES ('坡头', '2026-0006');
INSERT INTO public.grams VALUES ('头区', '2026-0006');
INSERT INTO public.grams VALUES ('实效', '2026-0006');
INSERT INTO public.grams VALUES ('护路', '2026-0006');
INSERT INTO public.grams VALUES ('村公', '2026-0006');
INSERT INTO public.grams VALUES ('沙坡', '2026-0006');
INSERT INTO public.grams VALUES ('见实', '2026-0006');
INSERT INTO public.grams VALUES ('路养', '2026-0006');
INSERT INTO public.grams VALUES ('路长', '2026-0006');
INSERT INTO public.grams VALUES ('长制', '2026-0006');
INSERT INTO public.grams VALUES ('中心', '2026-0007');
INSERT INTO public.grams VALUES ('乌玛', '2026-0007');
INSERT INTO public.grams VALUES ('公路', '2026-0007');
INSERT INTO public.grams VALUES ('夏公', '2026-0007');
INSERT INTO public.grams VALUES ('季定', '2026-0007');
INSERT INTO public.grams VALUES ('宁夏', '2026-0007');
INSERT INTO public.grams VALUES ('完成', '2026-0007');
INSERT INTO public.grams VALUES ('定期', '2026-0007');
INSERT INTO public.grams VALUES ('心完', '2026-0007');
INSERT INTO public.grams VALUES ('成乌', '2026-0007');
INSERT INTO public.grams VALUES ('春季', '2026-0007');
INSERT INTO public.grams VALUES ('期检', '2026-0007');
INSERT INTO public.grams VALUES ('桥梁', '2026-0007');
INSERT INTO public.grams VALUES ('梁春', '2026-0007');
INSERT INTO public.grams VALUES ('检查', '2026-0007');
INSERT INTO public.grams VALUES ('玛高', '2026-0007');
INSERT INTO public.grams VALUES ('理中', '2026-0007');
INSERT INTO public.grams VALUES ('管理', '2026-0007');
INSERT INTO public.grams VALUES ('路管', '2026-0007');
INSERT INTO public.grams VALUES ('速桥', '2026-0007');
INSERT INTO public.grams VALUES ('高速', '2026-0007');
INSERT INTO public.grams VALUES ('与企', '2026-0008');
INSERT INTO public.grams VALUES ('业共', '2026-0008');
INSERT INTO public.grams VALUES ('交通', '2026-0008');
INSERT INTO public.grams VALUES ('企业', '2026-0008');
INSERT INTO public.grams VALUES ('共建', '2026-0008');
INSERT INTO public.grams VALUES ('基地', '2026-0008');
INSERT INTO public.grams VALUES ('夏交', '2026-0008');
INSERT INTO public.grams VALUES ('学校', '2026-0008');
INSERT INTO public.grams VALUES ('宁夏', '2026-0008');
INSERT INTO public.grams VALUES ('实训', '2026-0008');
INSERT INTO public.grams VALUES ('建轨', '2026-0008');
INSERT INTO public.grams VALUES ('校与', '2026-0008');
INSERT INTO public.grams VALUES ('训基', '2026-0008');
INSERT INTO public.grams VALUES ('轨道', '2026-0008');
INSERT INTO public.grams VALUES ('通学', '2026-0008');
INSERT INTO public.grams VALUES ('通实', '2026-0008');
INSERT INTO public.grams VALUES ('道交', '2026-0008');
INSERT INTO public.grams VALUES ('中心', '2026-0009');
INSERT INTO public.grams VALUES ('事务', '2026-0009');
INSERT INTO public.grams VALUES ('出租', '2026-0009');
INSERT INTO public.grams VALUES ('务中', '2026-0009');
INSERT INTO public.grams VALUES ('务质', '2026-0009');
INSERT INTO public.grams VALUES ('动出', '2026-0009');
INSERT INTO public.grams VALUES ('区道', '2026-0009');
INSERT INTO public.grams VALUES ('升月', '2026-0009');
INSERT INTO public.grams VALUES ('启动', '2026-0009');
INSERT INTO public.grams VALUES ('心启', '2026-0009');
INSERT INTO public.grams VALUES ('提升', '2026-0009');
INSERT INTO public.grams VALUES ('服务', '2026-0009');
INSERT INTO public.grams VALUES ('汽车', '2026-0009');
INSERT INTO public.grams VALUES ('治区', '2026-0009');
INSERT INTO public.grams VALUES ('租汽', '2026-0009');
INSERT INTO public.grams VALUES ('自治', '2026-0009');
INSERT INTO public.grams VALUES ('质量', '2026-0009');
INSERT INTO public.grams VALUES ('路运', '2026-0009');
INSERT INTO public.grams VALUES ('车服', '2026-0009');
INSERT INTO public.grams VALUES ('输事', '2026-0009');
INSERT INTO public.grams VALUES ('运输', '2026-0009');
INSERT INTO public.grams VALUES ('道路', '2026-0009');
INSERT INTO public.grams VALUES ('量提', '2026-0009');
INSERT INTO public.grams VALUES ('交线', '2026-0010');
INSERT INTO public.grams VALUES ('优化', '2026-0010');
INSERT INTO public.grams VALUES ('公交', '2026-0010');
INSERT INTO public.grams VALUES ('化调', '2026-0010');
INSERT INTO public.grams VALUES ('周运', '2026-0010');
INSERT INTO public.grams VALUES ('川市', '2026-0010');
INSERT INTO public.grams VALUES ('市公', '2026-0010');
INSERT INTO public.grams VALUES ('平稳', '2026-0010');
INSERT INTO public.grams VALUES ('整首', '2026-0010');
INSERT INTO public.grams VALUES ('线网', '2026-0010');
INSERT INTO public.grams VALUES ('网优', '2026-0010');
INSERT INTO public.grams VALUES ('行平', '2026-0010');
INSERT INTO public.grams VALUES ('调整', '2026-0010');
INSERT INTO public.grams VALUES ('运行', '2026-0010');
INSERT INTO public.grams VALUES ('银川', '2026-0010');
INSERT INTO public.grams VALUES ('首周', '2026-0010');
INSERT INTO public.grams VALUES ('与应', '2026-0011');
INSERT INTO public.grams VALUES ('中心', '2026-0011');
INSERT INTO public.grams VALUES ('假期', '2026-0011');
INSERT INTO public.grams VALUES ('出行', '2026-0011');
INSERT INTO public.grams VALUES ('发布', '2026-0011');
INSERT INTO public.grams VALUES ('处置', '2026-0011');
INSERT INTO public.grams VALUES ('夏路', '2026-0011');
INSERT INTO public.grams VALUES ('宁夏', '2026-0011');
INSERT INTO public.grams VALUES ('布清', '2026-0011');
INSERT INTO public.grams VALUES ('应急', '2026-0011');
INSERT INTO public.grams VALUES ('心发', '2026-0011');
INSERT INTO public.grams VALUES ('急处', '2026-0011');
INSERT INTO public.grams VALUES ('明假', '2026-0011');
INSERT INTO public.grams VALUES ('期出', '2026-0011');
INSERT INTO public.grams VALUES ('测与', '2026-0011');
INSERT INTO public.grams VALUES ('清明', '2026-0011');
INSERT INTO public.grams VALUES ('监测', '2026-0011');
INSERT INTO public.grams VALUES ('研判', '2026-0011');
INSERT INTO public.grams VALUES ('网监', '2026-0011');
INSERT INTO public.grams VALUES ('置中', '2026-0011');
INSERT INTO public.grams VALUES ('行研', '2026-0011');
INSERT INTO public.grams VALUES ('路网', '2026-0011');
INSERT INTO public.grams VALUES ('修改', '2026-0012');
INSERT INTO public.grams VALUES ('合治', '2026-0012');
INSERT INTO public.grams VALUES ('嘴山', '2026-0012');
INSERT INTO public.grams VALUES ('展货', '2026-0012');
INSERT INTO public.grams VALUES ('山市', '2026-0012');
INSERT INTO public.grams VALUES ('市开', '2026-0012');
INSERT INTO public.grams VALUES ('开展', '2026-0012');
INSERT INTO public.grams VALUES ('改稿', '2026-0012');
INSERT INTO public.grams VALUES ('治理', '2026-0012');
INSERT INTO public.grams VALUES ('理修', '2026-0012');
INSERT INTO public.grams VALUES ('石嘴', '2026-0012');
INSERT INTO public.grams VALUES ('联合', '2026-0012');
INSERT INTO public.grams VALUES ('货车', '2026-0012');
INSERT INTO public.grams VALUES ('超载', '2026-0012');
INSERT INTO public.grams VALUES ('超限', '2026-0012');
INSERT INTO public.grams VALUES ('车超', '2026-0012');
INSERT INTO public.grams VALUES ('载联', '2026-0012');
INSERT INTO public.grams VALUES ('限超', '2026-0012');
INSERT INTO public.grams VALUES ('交通', '2026-0013');
INSERT INTO public.grams VALUES ('前道', '2026-0013');
INSERT INTO public.grams VALUES ('实开', '2026-0013');
INSERT INTO public.grams VALUES ('局扎', '2026-0013');
INSERT INTO public.grams VALUES ('展汛', '2026-0013');
INSERT INTO public.grams VALUES ('开展', '2026-0013');
INSERT INTO public.grams VALUES ('患排', '2026-0013');
INSERT INTO public.grams VALUES ('扎实', '2026-0013');
INSERT INTO public.grams VALUES ('排查', '2026-0013');
INSERT INTO public.grams VALUES ('汛前', '2026-0013');
INSERT INTO public.grams VALUES ('路隐', '2026-0013');
INSERT INTO public.grams VALUES ('通局', '2026-0013');
INSERT INTO public.grams VALUES ('道路', '2026-0013');
INSERT INTO public.grams VALUES ('隐患', '2026-0013');
INSERT INTO public.grams VALUES ('交通', '2026-0014');
INSERT INTO public.grams VALUES ('会议', '2026-0014');
INSERT INTO public.grams VALUES ('传工', '2026-0014');
INSERT INTO public.grams VALUES ('作会', '2026-0014');
INSERT INTO public.grams VALUES ('全区', '2026-0014');
INSERT INTO public.grams VALUES ('区交', '2026-0014');
INSERT INTO public.grams VALUES ('召开', '2026-0014');
INSERT INTO public.grams VALUES ('宣传', '2026-0014');
INSERT INTO public.grams VALUES ('工作', '2026-0014');
INSERT INTO public.grams VALUES ('议召', '2026-0014');
INSERT INTO public.grams VALUES ('输宣', '2026-0014');
INSERT INTO public.grams VALUES ('运输', '2026-0014');
INSERT INTO public.grams VALUES ('通运', '2026-0014');
INSERT INTO public.grams VALUES ('11', '2026-0015');
INSERT INTO public.grams VALUES ('1s', '2026-0015');
INSERT INTO public.grams VALUES ('77', '2026-0015');
INSERT INTO public.grams VALUES ('ak', '2026-0015');
INSERT INTO public.grams VALUES ('cr', '2026-0015');
INSERT INTO public.grams VALUES ('cu', '2026-0015');
INSERT INTO public.grams VALUES ('do', '2026-0015');
INSERT INTO public.grams VALUES ('en', '2026-0015');
INSERT INTO public.grams VALUES ('et', '2026-0015');
INSERT INTO public.grams VALUES ('ip', '2026-0015');
INSERT INTO public.grams VALUES ('it', '2026-0015');
INSERT INTO public.grams VALUES ('ke', '2026-0015');
INSERT INTO public.grams VALUES ('le', '2026-0015');
INSERT INTO public.grams VALUES ('me', '2026-0015');
INSERT INTO public.grams VALUES ('ns', '2026-0015');
INSERT INTO public.grams VALUES ('nt', '2026-0015');
INSERT INTO public.grams VALUES ('oc', '2026-0015');
INSERT INTO public.grams VALUES ('pt', '2026-0015');
INSERT INTO public.grams VALUES ('ri', '2026-0015');
INSERT INTO public.grams VALUES ('sc', '2026-0015');
INSERT INTO public.grams VALUES ('t7', '2026-0015');
INSERT INTO public.grams VALUES ('ta', '2026-0015');
INSERT INTO public.grams VALUES ('td', '2026-0015');
INSERT INTO public.grams VALUES ('ti', '2026-0015');
INSERT INTO public.grams VALUES ('tl', '2026-0015');
INSERT INTO public.grams VALUES ('tt', '2026-0015');
INSERT INTO public.grams VALUES ('um', '2026-0015');


--
-- Data for Name: history; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.history VALUES ('2025Q3', 1, '37.5', '4.2', '手工');


--
-- Data for Name: instructions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.instructions VALUES (1, '2026-0001', '张三', '厅领导', '2026-03-21', '阅', '2026-03-26 01:40:00+00');


--
-- Data for Name: issue_items; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.issue_items VALUES (1, '2026-0001', 1, '单条', '要闻', '全文');


--
-- Data for Name: issues; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.issues VALUES (1, '宁夏交通信息', 2026, 12, '2026-03-20', 'published', '赵敏', '2026-03-26 01:40:00+00', '2026-03-26 01:40:00+00');


--
-- Data for Name: journal; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.journal VALUES (1, '2026-02-24 01:40:00+00', 'cli', 'added as admin', 'user:王主任', '', '{}');
INSERT INTO public.journal VALUES (2, '2026-02-24 01:40:00+00', 'cli', 'added as clerk', 'user:赵敏', '', '{}');
INSERT INTO public.journal VALUES (3, '2026-02-24 01:40:00+00', 'cli', 'added as viewer', 'user:访客', '', '{}');
INSERT INTO public.journal VALUES (4, '2026-03-24 01:40:00+00', '赵敏', 'decide: keep', 'submission:2026-0001', '电话核实后补正', '{"category": "动态"}');
INSERT INTO public.journal VALUES (5, '2026-03-23 01:40:00+00', '王主任', 'answering = office', 'switch:answering', '', '{}');


--
-- Data for Name: leases; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.leases VALUES ('poll', 'office/1', 7, '2026-03-26 01:40:00+00');


--
-- Data for Name: originals; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.originals VALUES ('9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', 135, '\x28b52ffd2087cd0200c40446726f6d3a20756e6974303140732e6578616d706c650d0a5375626a6563743a203c7363726970743e646f63756d656e742e7469746c653d2774616b656e273c2f7b7b372a377d7d0d0a0d0a030055153d099590acf205');
INSERT INTO public.originals VALUES ('3b3ee2d007f68e278817f1533c390667bd76f8782c3f4285a0e1b0ea0123df62', 20, '\x28b52ffd2014a100005375626a6563743a20646565700d0a0d0a2e2e2e');


--
-- Data for Name: outbox; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.outbox VALUES (1, 'reminder', 'unit01@units.example', '2026-03/1', '{"serial": "2026-0001", "answers": "1"}', '2026-0001', 1, 'shown', '2026-03-26 00:40:00+00', '2026-03-26 00:40:00+00', 0, NULL, NULL, NULL, NULL, '本月政务信息报送提醒', NULL, NULL, '\x5375626a6563743a2072656d696e6465720d0a436f6e74656e742d547970653a20746578742f706c61696e3b20636861727365743d7574662d380d0a0d0ae682a8e5a5bdefbc9ae69cace69c88e8bf98e5b7aee4b880e4bbb6e380823c7363726970743e646f63756d656e742e7469746c653d2774616b656e273c2f7363726970743e7b7b372a377d7d0d0a', NULL, '');
INSERT INTO public.outbox VALUES (2, 'reminder', 'unit02@units.example', '2026-03/2', '{"serial": "2026-0002", "answers": "2"}', '2026-0002', 2, 'sent', '2026-03-25 23:40:00+00', '2026-03-25 23:40:00+00', 0, NULL, NULL, NULL, NULL, '本月政务信息报送提醒', NULL, NULL, '\x5375626a6563743a2072656d696e6465720d0a436f6e74656e742d547970653a20746578742f706c61696e3b20636861727365743d7574662d380d0a0d0ae682a8e5a5bdefbc9ae69cace69c88e8bf98e5b7aee4b880e4bbb6e380823c7363726970743e646f63756d656e742e7469746c653d2774616b656e273c2f7363726970743e7b7b372a377d7d0d0a', NULL, '');
INSERT INTO public.outbox VALUES (3, 'reminder', 'unit03@units.example', '2026-03/3', '{"serial": "2026-0003", "answers": "3"}', '2026-0003', 3, 'unknown', '2026-03-25 22:40:00+00', '2026-03-25 22:40:00+00', 0, NULL, NULL, NULL, NULL, '本月政务信息报送提醒', NULL, NULL, '\x5375626a6563743a2072656d696e6465720d0a436f6e74656e742d547970653a20746578742f706c61696e3b20636861727365743d7574662d380d0a0d0ae682a8e5a5bdefbc9ae69cace69c88e8bf98e5b7aee4b880e4bbb6e380823c7363726970743e646f63756d656e742e7469746c653d2774616b656e273c2f7363726970743e7b7b372a377d7d0d0a', NULL, '');
INSERT INTO public.outbox VALUES (4, 'reminder', 'unit04@units.example', '2026-03/4', '{"serial": "2026-0004", "answers": "4"}', '2026-0004', 4, 'queued', '2026-03-25 21:40:00+00', '2026-03-25 21:40:00+00', 0, NULL, NULL, NULL, NULL, '本月政务信息报送提醒', NULL, NULL, '\x5375626a6563743a2072656d696e6465720d0a436f6e74656e742d547970653a20746578742f706c61696e3b20636861727365743d7574662d380d0a0d0ae682a8e5a5bdefbc9ae69cace69c88e8bf98e5b7aee4b880e4bbb6e380823c7363726970743e646f63756d656e742e7469746c653d2774616b656e273c2f7363726970743e7b7b372a377d7d0d0a', NULL, '');


--
-- Data for Name: persons; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.persons VALUES (1, 1, 'officer', '李娜', 'unit01@units.example', '0951-6000001');
INSERT INTO public.persons VALUES (2, 2, 'officer', '李娜', 'unit02@units.example', '0951-6000002');
INSERT INTO public.persons VALUES (3, 3, 'officer', '李娜', 'unit03@units.example', '0951-6000003');
INSERT INTO public.persons VALUES (4, 4, 'officer', '李娜', 'unit04@units.example', '0951-6000004');
INSERT INTO public.persons VALUES (5, 5, 'officer', '李娜', 'unit05@units.example', '0951-6000005');
INSERT INTO public.persons VALUES (6, 6, 'officer', '李娜', 'unit06@units.example', '0951-6000006');
INSERT INTO public.persons VALUES (7, 7, 'officer', '李娜', 'unit07@units.example', '0951-6000007');
INSERT INTO public.persons VALUES (8, 8, 'officer', '李娜', 'unit08@units.example', '0951-6000008');
INSERT INTO public.persons VALUES (9, 9, 'officer', '李娜', 'unit09@units.example', '0951-6000009');
INSERT INTO public.persons VALUES (10, 10, 'officer', '李娜', 'unit10@units.example', '0951-6000010');
INSERT INTO public.persons VALUES (11, 11, 'officer', '李娜', 'unit11@units.example', '0951-6000011');
INSERT INTO public.persons VALUES (12, 12, 'officer', '李娜', 'unit12@units.example', '0951-6000012');
INSERT INTO public.persons VALUES (13, 13, 'officer', '李娜', 'unit13@units.example', '0951-6000013');
INSERT INTO public.persons VALUES (14, 14, 'officer', '李娜', 'unit14@units.example', '0951-6000014');
INSERT INTO public.persons VALUES (15, 15, 'officer', '李娜', 'unit15@units.example', '0951-6000015');
INSERT INTO public.persons VALUES (16, 16, 'officer', '李娜', 'unit16@units.example', '0951-6000016');
INSERT INTO public.persons VALUES (17, 17, 'officer', '李娜', 'unit17@units.example', '0951-6000017');
INSERT INTO public.persons VALUES (18, 18, 'officer', '李娜', 'unit18@units.example', '0951-6000018');
INSERT INTO public.persons VALUES (19, 19, 'officer', '李娜', 'unit19@units.example', '0951-6000019');


--
-- Data for Name: proposals; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.proposals VALUES (1, '2026-0012', 'correction', '2026-0002', '标题注明修改稿，与前一件标题相同、正文有改动', '2026-03-26 01:40:00+00', NULL, '', '');


--
-- Data for Name: remarks; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.remarks VALUES (1, 1, 'praise', '1.5', '2026-0001', '2026-03-23', '线索准确', 'ffffffffffffffff', '2026-03-26 01:40:00+00', NULL);


--
-- Data for Name: reminded; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.reminded VALUES (4, 'month', '2026-03', 5, '2026-03-26 01:40:00+00');


--
-- Data for Name: runs; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.runs VALUES ('remind', '2026-03-26', 'finished', 'office/1', NULL, 1, '2026-03-26 01:40:00+00', '2026-03-26 01:40:00+00', '1');


--
-- Data for Name: scores; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.scores VALUES (1, '2025Q4', 1, '2021-03-19', '{"groups": [{"note": "", "group": "第一组", "units": [{"rank": 1, "unit": "银川市交通运输局", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}, {"on": "2026-03-20", "points": "8", "serial": "2026-0001", "article": "11(2)1", "because": "《宁夏交通信息》采用（单条）", "evidence": ["adoption:1", "submission:2026-0001"]}], "named": [], "share": "5.00", "total": "23", "unit_id": 1, "year_to_date": "23", "named_because": []}, {"rank": 2, "unit": "石嘴山市交通运输局", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}, {"on": "2026-03-20", "points": "6", "serial": "2026-0002", "article": "11(2)1", "because": "《宁夏交通信息》采用（单条）", "evidence": ["submission:2026-0002"]}], "named": [], "share": "4.57", "total": "21", "unit_id": 2, "year_to_date": "21", "named_because": []}, {"rank": 3, "unit": "吴忠市交通运输局", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}, {"on": "2026-03-20", "points": "4", "serial": "2026-0003", "article": "11(2)1", "because": "《宁夏交通信息》采用（单条）", "evidence": ["submission:2026-0003"]}], "named": [], "share": "4.13", "total": "19", "unit_id": 3, "year_to_date": "19", "named_because": []}, {"rank": 4, "unit": "固原市交通运输局", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}, {"on": "2026-03-20", "points": "2", "serial": "2026-0004", "article": "11(2)1", "because": "《宁夏交通信息》采用（单条）", "evidence": ["submission:2026-0004"]}], "named": [], "share": "3.70", "total": "17", "unit_id": 4, "year_to_date": "17", "named_because": []}, {"rank": 5, "unit": "中卫市交通运输局", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "3.26", "total": "15", "unit_id": 5, "year_to_date": "15", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}, {"rank": 6, "unit": "灵武市交通运输局", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "3.26", "total": "15", "unit_id": 6, "year_to_date": "15", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}, {"rank": 7, "unit": "平罗县交通运输局", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "3.26", "total": "15", "unit_id": 7, "year_to_date": "15", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}, {"rank": 8, "unit": "青铜峡市交通运输局", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "2.17", "total": "10", "unit_id": 8, "year_to_date": "10", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}, {"rank": 9, "unit": "西吉县交通运输局", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "2.17", "total": "10", "unit_id": 9, "year_to_date": "10", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}, {"rank": 10, "unit": "沙坡头区交通运输局", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "2.17", "total": "10", "unit_id": 10, "year_to_date": "10", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}, {"rank": 11, "unit": "宁夏公路管理中心", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "2.17", "total": "10", "unit_id": 11, "year_to_date": "10", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}, {"rank": 12, "unit": "宁夏路网监测与应急处置中心", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "1.09", "total": "5", "unit_id": 12, "year_to_date": "5", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}, {"rank": 13, "unit": "综合规划处", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "1.09", "total": "5", "unit_id": 13, "year_to_date": "5", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}, {"rank": 14, "unit": "运输服务处", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "1.09", "total": "5", "unit_id": 14, "year_to_date": "5", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}]}, {"note": "", "group": "第二组", "units": [{"rank": 1, "unit": "宁夏交通学校", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}, {"on": "2026-03-20", "points": "8", "serial": "2026-0001", "article": "11(2)1", "because": "《宁夏交通信息》采用（单条）", "evidence": ["adoption:1", "submission:2026-0001"]}], "named": [], "share": "5.00", "total": "23", "unit_id": 15, "year_to_date": "23", "named_because": []}, {"rank": 2, "unit": "自治区道路运输事务中心", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}, {"on": "2026-03-20", "points": "6", "serial": "2026-0002", "article": "11(2)1", "because": "《宁夏交通信息》采用（单条）", "evidence": ["submission:2026-0002"]}], "named": [], "share": "4.57", "total": "21", "unit_id": 16, "year_to_date": "21", "named_because": []}, {"rank": 3, "unit": "自治区交通宣传事务中心", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}, {"on": "2026-03-20", "points": "4", "serial": "2026-0003", "article": "11(2)1", "because": "《宁夏交通信息》采用（单条）", "evidence": ["submission:2026-0003"]}], "named": [], "share": "4.13", "total": "19", "unit_id": 17, "year_to_date": "19", "named_because": []}, {"rank": 4, "unit": "科技处", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}, {"on": "2026-03-20", "points": "2", "serial": "2026-0004", "article": "11(2)1", "because": "《宁夏交通信息》采用（单条）", "evidence": ["submission:2026-0004"]}], "named": [], "share": "3.70", "total": "17", "unit_id": 18, "year_to_date": "17", "named_because": []}, {"rank": 5, "unit": "财务审计处", "lines": [{"on": "2026-01-28", "points": "5", "serial": null, "article": "11(1)", "because": "1月完成报送任务", "evidence": []}, {"on": "2026-02-28", "points": "5", "serial": null, "article": "11(1)", "because": "2月完成报送任务", "evidence": []}, {"on": "2026-03-28", "points": "5", "serial": null, "article": "11(1)", "because": "3月完成报送任务", "evidence": []}], "named": ["零采用"], "share": "3.26", "total": "15", "unit_id": 19, "year_to_date": "15", "named_because": [["零采用", "11(1)3", "本季度没有被采用的信息"]]}]}], "period": "2025Q4", "edition": "ningxia-transport/2021-03-19", "readings": [{"id": "C1", "text": "同一信息被两种刊物采用的，只记最高分，不另加低档分。"}]}', '', '', '赵敏', '2026-03-26 01:40:00+00', NULL);


--
-- Data for Name: sightings; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.sightings VALUES (15, 'jtzwxx@mail.example', 'INBOX', 1, 15, 'recorded', 'new', '', '', '2026-02-14 01:40:00+00', '2026-03-26 01:40:00+00', 31015, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit01@units.example', '银川市交通运输局', '银川市交通运输局＋=1+1<script>document.title=''taken''</script>{{7*7}}', '["<script>document.title=''taken''</script>{{7*7}}"]', '2026-0015', true, 'unit01@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (1, 'jtzwxx@mail.example', 'INBOX', 1, 1, 'recorded', 'new', '', '', '2026-03-06 02:17:00+00', '2026-03-26 01:40:00+00', 31001, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit01@units.example', '银川市交通运输局', '银川市交通运输局＋银川市全面推行“不见面”办理道路运输证照', '["银川市全面推行“不见面”办理道路运输证照.docx"]', '2026-0001', true, 'unit01@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (2, 'jtzwxx@mail.example', 'INBOX', 1, 2, 'recorded', 'new', '', '', '2026-03-09 03:34:00+00', '2026-03-26 01:40:00+00', 31002, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit02@units.example', '石嘴山市交通运输局', '石嘴山市交通运输局＋石嘴山市开展货车超限超载联合治理', '["石嘴山市开展货车超限超载联合治理.docx"]', '2026-0002', true, 'unit02@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (3, 'jtzwxx@mail.example', 'INBOX', 1, 3, 'recorded', 'new', '', '', '2026-03-11 04:51:00+00', '2026-03-26 01:40:00+00', 31003, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit03@units.example', '吴忠市交通运输局', '吴忠市交通运输局＋吴忠市“四好农村路”建设驶入快车道', '["吴忠市“四好农村路”建设驶入快车道.docx"]', '2026-0003', true, 'unit03@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (4, 'jtzwxx@mail.example', 'INBOX', 1, 4, 'recorded', 'new', '', '', '2026-03-12 05:08:00+00', '2026-03-26 01:40:00+00', 31004, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit04@units.example', '固原市交通运输局', '固原市交通运输局＋固原市交通运输局多措并举做好春运收官工作', '["固原市交通运输局多措并举做好春运收官工作.docx"]', '2026-0004', true, 'unit04@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (5, 'jtzwxx@mail.example', 'INBOX', 1, 5, 'recorded', 'new', '', '', '2026-03-13 06:25:00+00', '2026-03-26 01:40:00+00', 31005, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit05@units.example', '中卫市交通运输局', '中卫市交通运输局＋中卫市打造“交通＋旅游”融合发展示范线路的做法与启示', '["中卫市打造“交通＋旅游”融合发展示范线路的做法与启示.docx"]', '2026-0005', true, 'unit05@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (6, 'jtzwxx@mail.example', 'INBOX', 1, 6, 'recorded', 'new', '', '', '2026-03-13 07:42:00+00', '2026-03-26 01:40:00+00', 31006, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit10@units.example', '沙坡头区交通运输局', '沙坡头区交通运输局＋沙坡头区农村公路养护“路长制”见实效', '["沙坡头区农村公路养护“路长制”见实效.docx"]', '2026-0006', true, 'unit10@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (7, 'jtzwxx@mail.example', 'INBOX', 1, 7, 'recorded', 'new', '', '', '2026-03-17 08:59:00+00', '2026-03-26 01:40:00+00', 31007, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit11@units.example', '宁夏公路管理中心', '宁夏公路管理中心＋宁夏公路管理中心完成乌玛高速桥梁春季定期检查', '["宁夏公路管理中心完成乌玛高速桥梁春季定期检查.docx"]', '2026-0007', true, 'unit11@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (8, 'jtzwxx@mail.example', 'INBOX', 1, 8, 'recorded', 'new', '', '', '2026-03-19 01:16:00+00', '2026-03-26 01:40:00+00', 31008, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit15@units.example', '宁夏交通学校', '宁夏交通学校＋宁夏交通学校与企业共建轨道交通实训基地', '["宁夏交通学校与企业共建轨道交通实训基地.docx"]', '2026-0008', true, 'unit15@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (9, 'jtzwxx@mail.example', 'INBOX', 1, 9, 'recorded', 'new', '', '', '2026-03-20 02:33:00+00', '2026-03-26 01:40:00+00', 31009, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit16@units.example', '自治区道路运输事务中心', '自治区道路运输事务中心＋自治区道路运输事务中心启动出租汽车服务质量提升月', '["自治区道路运输事务中心启动出租汽车服务质量提升月.docx"]', '2026-0009', true, 'unit16@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (10, 'jtzwxx@mail.example', 'INBOX', 1, 10, 'recorded', 'new', '', '', '2026-03-20 03:50:00+00', '2026-03-26 01:40:00+00', 31010, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit01@units.example', '银川市交通运输局', '银川市交通运输局＋银川市公交线网优化调整首周运行平稳', '["银川市公交线网优化调整首周运行平稳.docx"]', '2026-0010', true, 'unit01@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (11, 'jtzwxx@mail.example', 'INBOX', 1, 11, 'recorded', 'new', '', '', '2026-03-23 04:07:00+00', '2026-03-26 01:40:00+00', 31011, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit12@units.example', '宁夏路网监测与应急处置中心', '宁夏路网监测与应急处置中心＋宁夏路网监测与应急处置中心发布清明假期出行研判', '["宁夏路网监测与应急处置中心发布清明假期出行研判.docx"]', '2026-0011', true, 'unit12@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (13, 'jtzwxx@mail.example', 'INBOX', 1, 13, 'recorded', 'new', '', '', '2026-03-23 06:25:00+00', '2026-03-26 01:40:00+00', 31013, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit40@units.example', '平罗交通', '平罗交通＋交通局扎实开展汛前道路隐患排查', '[]', '2026-0013', true, 'unit40@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (12, 'jtzwxx@mail.example', 'INBOX', 1, 12, 'recorded', 'new', '', '', '2026-03-25 05:24:00+00', '2026-03-26 01:40:00+00', 31012, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit02@units.example', '石嘴山市交通运输局', '石嘴山市交通运输局＋石嘴山市开展货车超限超载联合治理（修改稿）', '["石嘴山市开展货车超限超载联合治理（修改稿）.docx"]', '2026-0012', true, 'unit02@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (14, 'jtzwxx@mail.example', 'INBOX', 1, 14, 'recorded', 'new', '', '', '2026-03-26 00:52:00+00', '2026-03-26 01:40:00+00', 31014, '9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907', NULL, '[]', 'unit17@units.example', '自治区交通宣传事务中心', '自治区交通宣传事务中心＋全区交通运输宣传工作会议召开', '[]', '2026-0014', true, 'unit17@units.example', '', 'verified', NULL, NULL);
INSERT INTO public.sightings VALUES (16, 'jtzwxx@mail.example', 'INBOX', 1, 16, 'set-aside', NULL, 'bounce', '', '2026-03-24 09:40:00+00', '2026-03-26 01:40:00+00', 0, NULL, NULL, '[]', 'someone@elsewhere.example', '', '系统退信 Mail Delivery System', '[]', NULL, false, '', '', 'unverified', NULL, NULL);
INSERT INTO public.sightings VALUES (17, 'jtzwxx@mail.example', 'INBOX', 1, 17, 'set-aside', NULL, 'robot', '', '2026-03-24 08:40:00+00', '2026-03-26 01:40:00+00', 0, NULL, NULL, '[]', 'someone@elsewhere.example', '', '自动回复：已收到您的邮件', '[]', NULL, false, '', '', 'unverified', NULL, NULL);
INSERT INTO public.sightings VALUES (18, 'jtzwxx@mail.example', 'INBOX', 1, 18, 'set-aside', NULL, 'correspondence', '', '2026-03-24 07:40:00+00', '2026-03-26 01:40:00+00', 0, NULL, NULL, '[]', 'someone@elsewhere.example', '', '关于参加座谈会人员名单的回复', '[]', NULL, false, '', '', 'unverified', NULL, NULL);
INSERT INTO public.sightings VALUES (19, 'jtzwxx@mail.example', 'INBOX', 1, 19, 'sealed', NULL, '', '', '2026-03-20 01:40:00+00', '2026-03-26 01:40:00+00', 0, NULL, NULL, '[]', 'unit06@units.example', '', '', '[]', NULL, false, '', '', 'unverified', '秘密', '5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e');
INSERT INTO public.sightings VALUES (20, 'jtzwxx@mail.example', 'INBOX', 1, 20, 'quarantined', NULL, '附件层数过多，超过读取上限', '', '2026-03-24 01:40:00+00', '2026-03-26 01:40:00+00', 412118, '3b3ee2d007f68e278817f1533c390667bd76f8782c3f4285a0e1b0ea0123df62', NULL, '[]', 'unit08@units.example', '青铜峡市交通运输局', '青铜峡市交通运输局＋治超工作动态', '[]', NULL, false, '', '', 'unverified', NULL, NULL);


--
-- Data for Name: sketches; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.sketches VALUES (3349906, '2026-0001');
INSERT INTO public.sketches VALUES (21496358, '2026-0001');
INSERT INTO public.sketches VALUES (78518320, '2026-0001');
INSERT INTO public.sketches VALUES (87072373, '2026-0001');
INSERT INTO public.sketches VALUES (94403151, '2026-0001');
INSERT INTO public.sketches VALUES (157949046, '2026-0001');
INSERT INTO public.sketches VALUES (248158899, '2026-0001');
INSERT INTO public.sketches VALUES (266820854, '2026-0001');
INSERT INTO public.sketches VALUES (291393707, '2026-0001');
INSERT INTO public.sketches VALUES (313964878, '2026-0001');
INSERT INTO public.sketches VALUES (315769177, '2026-0001');
INSERT INTO public.sketches VALUES (361746275, '2026-0001');
INSERT INTO public.sketches VALUES (375882452, '2026-0001');
INSERT INTO public.sketches VALUES (401334001, '2026-0001');
INSERT INTO public.sketches VALUES (432209580, '2026-0001');
INSERT INTO public.sketches VALUES (481626012, '2026-0001');
INSERT INTO public.sketches VALUES (502133720, '2026-0001');
INSERT INTO public.sketches VALUES (543944214, '2026-0001');
INSERT INTO public.sketches VALUES (557069549, '2026-0001');
INSERT INTO public.sketches VALUES (569651664, '2026-0001');
INSERT INTO public.sketches VALUES (573639004, '2026-0001');
INSERT INTO public.sketches VALUES (582515287, '2026-0001');
INSERT INTO public.sketches VALUES (615096461, '2026-0001');
INSERT INTO public.sketches VALUES (756463245, '2026-0001');
INSERT INTO public.sketches VALUES (21496358, '2026-0002');
INSERT INTO public.sketches VALUES (78518320, '2026-0002');
INSERT INTO public.sketches VALUES (87072373, '2026-0002');
INSERT INTO public.sketches VALUES (94403151, '2026-0002');
INSERT INTO public.sketches VALUES (157949046, '2026-0002');
INSERT INTO public.sketches VALUES (206295174, '2026-0002');
INSERT INTO public.sketches VALUES (248158899, '2026-0002');
INSERT INTO public.sketches VALUES (266820854, '2026-0002');
INSERT INTO public.sketches VALUES (291393707, '2026-0002');
INSERT INTO public.sketches VALUES (313964878, '2026-0002');
INSERT INTO public.sketches VALUES (315769177, '2026-0002');
INSERT INTO public.sketches VALUES (375882452, '2026-0002');
INSERT INTO public.sketches VALUES (481626012, '2026-0002');
INSERT INTO public.sketches VALUES (502133720, '2026-0002');
INSERT INTO public.sketches VALUES (543944214, '2026-0002');
INSERT INTO public.sketches VALUES (557069549, '2026-0002');
INSERT INTO public.sketches VALUES (569651664, '2026-0002');
INSERT INTO public.sketches VALUES (573639004, '2026-0002');
INSERT INTO public.sketches VALUES (582515287, '2026-0002');
INSERT INTO public.sketches VALUES (613523688, '2026-0002');
INSERT INTO public.sketches VALUES (821227696, '2026-0002');
INSERT INTO public.sketches VALUES (960802117, '2026-0002');
INSERT INTO public.sketches VALUES (1069522030, '2026-0002');
INSERT INTO public.sketches VALUES (1190474046, '2026-0002');
INSERT INTO public.sketches VALUES (21496358, '2026-0003');
INSERT INTO public.sketches VALUES (68388989, '2026-0003');
INSERT INTO public.sketches VALUES (78518320, '2026-0003');
INSERT INTO public.sketches VALUES (87072373, '2026-0003');
INSERT INTO public.sketches VALUES (94403151, '2026-0003');
INSERT INTO public.sketches VALUES (123322758, '2026-0003');
INSERT INTO public.sketches VALUES (157949046, '2026-0003');
INSERT INTO public.sketches VALUES (246415409, '2026-0003');
INSERT INTO public.sketches VALUES (248158899, '2026-0003');
INSERT INTO public.sketches VALUES (266820854, '2026-0003');
INSERT INTO public.sketches VALUES (291393707, '2026-0003');
INSERT INTO public.sketches VALUES (313964878, '2026-0003');
INSERT INTO public.sketches VALUES (315769177, '2026-0003');
INSERT INTO public.sketches VALUES (342493007, '2026-0003');
INSERT INTO public.sketches VALUES (375882452, '2026-0003');
INSERT INTO public.sketches VALUES (394430268, '2026-0003');
INSERT INTO public.sketches VALUES (481626012, '2026-0003');
INSERT INTO public.sketches VALUES (502133720, '2026-0003');
INSERT INTO public.sketches VALUES (543944214, '2026-0003');
INSERT INTO public.sketches VALUES (557069549, '2026-0003');
INSERT INTO public.sketches VALUES (569651664, '2026-0003');
INSERT INTO public.sketches VALUES (573639004, '2026-0003');
INSERT INTO public.sketches VALUES (582515287, '2026-0003');
INSERT INTO public.sketches VALUES (646002580, '2026-0003');
INSERT INTO public.sketches VALUES (21496358, '2026-0004');
INSERT INTO public.sketches VALUES (78518320, '2026-0004');
INSERT INTO public.sketches VALUES (87072373, '2026-0004');
INSERT INTO public.sketches VALUES (94403151, '2026-0004');
INSERT INTO public.sketches VALUES (157949046, '2026-0004');
INSERT INTO public.sketches VALUES (248158899, '2026-0004');
INSERT INTO public.sketches VALUES (266820854, '2026-0004');
INSERT INTO public.sketches VALUES (291393707, '2026-0004');
INSERT INTO public.sketches VALUES (313964878, '2026-0004');
INSERT INTO public.sketches VALUES (315769177, '2026-0004');
INSERT INTO public.sketches VALUES (375882452, '2026-0004');
INSERT INTO public.sketches VALUES (439968154, '2026-0004');
INSERT INTO public.sketches VALUES (481626012, '2026-0004');
INSERT INTO public.sketches VALUES (502133720, '2026-0004');
INSERT INTO public.sketches VALUES (543944214, '2026-0004');
INSERT INTO public.sketches VALUES (557069549, '2026-0004');
INSERT INTO public.sketches VALUES (569651664, '2026-0004');
INSERT INTO public.sketches VALUES (573639004, '2026-0004');
INSERT INTO public.sketches VALUES (582515287, '2026-0004');
INSERT INTO public.sketches VALUES (647976861, '2026-0004');
INSERT INTO public.sketches VALUES (821227696, '2026-0004');
INSERT INTO public.sketches VALUES (1069522030, '2026-0004');
INSERT INTO public.sketches VALUES (1174602452, '2026-0004');
INSERT INTO public.sketches VALUES (1190474046, '2026-0004');
INSERT INTO public.sketches VALUES (2972294, '2026-0005');
INSERT INTO public.sketches VALUES (21496358, '2026-0005');
INSERT INTO public.sketches VALUES (78518320, '2026-0005');
INSERT INTO public.sketches VALUES (87072373, '2026-0005');
INSERT INTO public.sketches VALUES (94403151, '2026-0005');
INSERT INTO public.sketches VALUES (125025522, '2026-0005');
INSERT INTO public.sketches VALUES (157949046, '2026-0005');
INSERT INTO public.sketches VALUES (248158899, '2026-0005');
INSERT INTO public.sketches VALUES (266820854, '2026-0005');
INSERT INTO public.sketches VALUES (291393707, '2026-0005');
INSERT INTO public.sketches VALUES (313964878, '2026-0005');
INSERT INTO public.sketches VALUES (315769177, '2026-0005');
INSERT INTO public.sketches VALUES (375882452, '2026-0005');
INSERT INTO public.sketches VALUES (481626012, '2026-0005');
INSERT INTO public.sketches VALUES (502133720, '2026-0005');
INSERT INTO public.sketches VALUES (543944214, '2026-0005');
INSERT INTO public.sketches VALUES (557069549, '2026-0005');
INSERT INTO public.sketches VALUES (563850395, '2026-0005');
INSERT INTO public.sketches VALUES (569651664, '2026-0005');
INSERT INTO public.sketches VALUES (573639004, '2026-0005');
INSERT INTO public.sketches VALUES (582515287, '2026-0005');
INSERT INTO public.sketches VALUES (821227696, '2026-0005');
INSERT INTO public.sketches VALUES (843927817, '2026-0005');
INSERT INTO public.sketches VALUES (848858958, '2026-0005');
INSERT INTO public.sketches VALUES (21496358, '2026-0006');
INSERT INTO public.sketches VALUES (78518320, '2026-0006');
INSERT INTO public.sketches VALUES (87072373, '2026-0006');
INSERT INTO public.sketches VALUES (94403151, '2026-0006');
INSERT INTO public.sketches VALUES (157949046, '2026-0006');
INSERT INTO public.sketches VALUES (248158899, '2026-0006');
INSERT INTO public.sketches VALUES (266820854, '2026-0006');
INSERT INTO public.sketches VALUES (291393707, '2026-0006');
INSERT INTO public.sketches VALUES (313964878, '2026-0006');
INSERT INTO public.sketches VALUES (315769177, '2026-0006');
INSERT INTO public.sketches VALUES (375882452, '2026-0006');
INSERT INTO public.sketches VALUES (481626012, '2026-0006');
INSERT INTO public.sketches VALUES (502133720, '2026-0006');
INSERT INTO public.sketches VALUES (543944214, '2026-0006');
INSERT INTO public.sketches VALUES (547840572, '2026-0006');
INSERT INTO public.sketches VALUES (557069549, '2026-0006');
INSERT INTO public.sketches VALUES (569651664, '2026-0006');
INSERT INTO public.sketches VALUES (573639004, '2026-0006');
INSERT INTO public.sketches VALUES (582515287, '2026-0006');
INSERT INTO public.sketches VALUES (771773152, '2026-0006');
INSERT INTO public.sketches VALUES (821227696, '2026-0006');
INSERT INTO public.sketches VALUES (908751575, '2026-0006');
INSERT INTO public.sketches VALUES (1069522030, '2026-0006');
INSERT INTO public.sketches VALUES (1125014050, '2026-0006');
INSERT INTO public.sketches VALUES (21496358, '2026-0007');
INSERT INTO public.sketches VALUES (78518320, '2026-0007');
INSERT INTO public.sketches VALUES (87072373, '2026-0007');
INSERT INTO public.sketches VALUES (94403151, '2026-0007');
INSERT INTO public.sketches VALUES (157949046, '2026-0007');
INSERT INTO public.sketches VALUES (164978381, '2026-0007');
INSERT INTO public.sketches VALUES (207919602, '2026-0007');
INSERT INTO public.sketches VALUES (240249967, '2026-0007');
INSERT INTO public.sketches VALUES (248158899, '2026-0007');
INSERT INTO public.sketches VALUES (266820854, '2026-0007');
INSERT INTO public.sketches VALUES (288284515, '2026-0007');
INSERT INTO public.sketches VALUES (291393707, '2026-0007');
INSERT INTO public.sketches VALUES (302235072, '2026-0007');
INSERT INTO public.sketches VALUES (313964878, '2026-0007');
INSERT INTO public.sketches VALUES (315769177, '2026-0007');
INSERT INTO public.sketches VALUES (354622993, '2026-0007');
INSERT INTO public.sketches VALUES (375882452, '2026-0007');
INSERT INTO public.sketches VALUES (440574030, '2026-0007');
INSERT INTO public.sketches VALUES (441063323, '2026-0007');
INSERT INTO public.sketches VALUES (473418595, '2026-0007');
INSERT INTO public.sketches VALUES (481626012, '2026-0007');
INSERT INTO public.sketches VALUES (502133720, '2026-0007');
INSERT INTO public.sketches VALUES (543944214, '2026-0007');
INSERT INTO public.sketches VALUES (557069549, '2026-0007');
INSERT INTO public.sketches VALUES (2537297, '2026-0008');
INSERT INTO public.sketches VALUES (21496358, '2026-0008');
INSERT INTO public.sketches VALUES (78518320, '2026-0008');
INSERT INTO public.sketches VALUES (87072373, '2026-0008');
INSERT INTO public.sketches VALUES (94403151, '2026-0008');
INSERT INTO public.sketches VALUES (146092695, '2026-0008');
INSERT INTO public.sketches VALUES (157949046, '2026-0008');
INSERT INTO public.sketches VALUES (217010444, '2026-0008');
INSERT INTO public.sketches VALUES (248158899, '2026-0008');
INSERT INTO public.sketches VALUES (266820854, '2026-0008');
INSERT INTO public.sketches VALUES (291393707, '2026-0008');
INSERT INTO public.sketches VALUES (313964878, '2026-0008');
INSERT INTO public.sketches VALUES (315769177, '2026-0008');
INSERT INTO public.sketches VALUES (338819274, '2026-0008');
INSERT INTO public.sketches VALUES (338823928, '2026-0008');
INSERT INTO public.sketches VALUES (375882452, '2026-0008');
INSERT INTO public.sketches VALUES (481626012, '2026-0008');
INSERT INTO public.sketches VALUES (488417838, '2026-0008');
INSERT INTO public.sketches VALUES (502133720, '2026-0008');
INSERT INTO public.sketches VALUES (515327493, '2026-0008');
INSERT INTO public.sketches VALUES (543944214, '2026-0008');
INSERT INTO public.sketches VALUES (557069549, '2026-0008');
INSERT INTO public.sketches VALUES (569651664, '2026-0008');
INSERT INTO public.sketches VALUES (573639004, '2026-0008');
INSERT INTO public.sketches VALUES (21496358, '2026-0009');
INSERT INTO public.sketches VALUES (78518320, '2026-0009');
INSERT INTO public.sketches VALUES (87072373, '2026-0009');
INSERT INTO public.sketches VALUES (94403151, '2026-0009');
INSERT INTO public.sketches VALUES (154648134, '2026-0009');
INSERT INTO public.sketches VALUES (157949046, '2026-0009');
INSERT INTO public.sketches VALUES (248158899, '2026-0009');
INSERT INTO public.sketches VALUES (255432837, '2026-0009');
INSERT INTO public.sketches VALUES (266820854, '2026-0009');
INSERT INTO public.sketches VALUES (282256138, '2026-0009');
INSERT INTO public.sketches VALUES (291393707, '2026-0009');
INSERT INTO public.sketches VALUES (313964878, '2026-0009');
INSERT INTO public.sketches VALUES (315769177, '2026-0009');
INSERT INTO public.sketches VALUES (375882452, '2026-0009');
INSERT INTO public.sketches VALUES (481626012, '2026-0009');
INSERT INTO public.sketches VALUES (502133720, '2026-0009');
INSERT INTO public.sketches VALUES (543944214, '2026-0009');
INSERT INTO public.sketches VALUES (557069549, '2026-0009');
INSERT INTO public.sketches VALUES (569651664, '2026-0009');
INSERT INTO public.sketches VALUES (573639004, '2026-0009');
INSERT INTO public.sketches VALUES (582515287, '2026-0009');
INSERT INTO public.sketches VALUES (674777614, '2026-0009');
INSERT INTO public.sketches VALUES (787890207, '2026-0009');
INSERT INTO public.sketches VALUES (878315997, '2026-0009');
INSERT INTO public.sketches VALUES (21496358, '2026-0010');
INSERT INTO public.sketches VALUES (78518320, '2026-0010');
INSERT INTO public.sketches VALUES (87072373, '2026-0010');
INSERT INTO public.sketches VALUES (94403151, '2026-0010');
INSERT INTO public.sketches VALUES (98427248, '2026-0010');
INSERT INTO public.sketches VALUES (157949046, '2026-0010');
INSERT INTO public.sketches VALUES (248158899, '2026-0010');
INSERT INTO public.sketches VALUES (266820854, '2026-0010');
INSERT INTO public.sketches VALUES (291393707, '2026-0010');
INSERT INTO public.sketches VALUES (313964878, '2026-0010');
INSERT INTO public.sketches VALUES (315769177, '2026-0010');
INSERT INTO public.sketches VALUES (375882452, '2026-0010');
INSERT INTO public.sketches VALUES (473091531, '2026-0010');
INSERT INTO public.sketches VALUES (481626012, '2026-0010');
INSERT INTO public.sketches VALUES (502133720, '2026-0010');
INSERT INTO public.sketches VALUES (543944214, '2026-0010');
INSERT INTO public.sketches VALUES (557069549, '2026-0010');
INSERT INTO public.sketches VALUES (569651664, '2026-0010');
INSERT INTO public.sketches VALUES (573639004, '2026-0010');
INSERT INTO public.sketches VALUES (582515287, '2026-0010');
INSERT INTO public.sketches VALUES (654333805, '2026-0010');
INSERT INTO public.sketches VALUES (771849118, '2026-0010');
INSERT INTO public.sketches VALUES (821227696, '2026-0010');
INSERT INTO public.sketches VALUES (1061525423, '2026-0010');
INSERT INTO public.sketches VALUES (21496358, '2026-0011');
INSERT INTO public.sketches VALUES (60518541, '2026-0011');
INSERT INTO public.sketches VALUES (78518320, '2026-0011');
INSERT INTO public.sketches VALUES (87072373, '2026-0011');
INSERT INTO public.sketches VALUES (94403151, '2026-0011');
INSERT INTO public.sketches VALUES (157949046, '2026-0011');
INSERT INTO public.sketches VALUES (170590275, '2026-0011');
INSERT INTO public.sketches VALUES (248158899, '2026-0011');
INSERT INTO public.sketches VALUES (266820854, '2026-0011');
INSERT INTO public.sketches VALUES (291393707, '2026-0011');
INSERT INTO public.sketches VALUES (313964878, '2026-0011');
INSERT INTO public.sketches VALUES (315769177, '2026-0011');
INSERT INTO public.sketches VALUES (364414913, '2026-0011');
INSERT INTO public.sketches VALUES (375882452, '2026-0011');
INSERT INTO public.sketches VALUES (481626012, '2026-0011');
INSERT INTO public.sketches VALUES (502133720, '2026-0011');
INSERT INTO public.sketches VALUES (543944214, '2026-0011');
INSERT INTO public.sketches VALUES (557069549, '2026-0011');
INSERT INTO public.sketches VALUES (569651664, '2026-0011');
INSERT INTO public.sketches VALUES (573639004, '2026-0011');
INSERT INTO public.sketches VALUES (582515287, '2026-0011');
INSERT INTO public.sketches VALUES (607293556, '2026-0011');
INSERT INTO public.sketches VALUES (620824009, '2026-0011');
INSERT INTO public.sketches VALUES (697139239, '2026-0011');
INSERT INTO public.sketches VALUES (21496358, '2026-0012');
INSERT INTO public.sketches VALUES (78518320, '2026-0012');
INSERT INTO public.sketches VALUES (87072373, '2026-0012');
INSERT INTO public.sketches VALUES (94403151, '2026-0012');
INSERT INTO public.sketches VALUES (157949046, '2026-0012');
INSERT INTO public.sketches VALUES (158006958, '2026-0012');
INSERT INTO public.sketches VALUES (248158899, '2026-0012');
INSERT INTO public.sketches VALUES (266820854, '2026-0012');
INSERT INTO public.sketches VALUES (291393707, '2026-0012');
INSERT INTO public.sketches VALUES (311337885, '2026-0012');
INSERT INTO public.sketches VALUES (313964878, '2026-0012');
INSERT INTO public.sketches VALUES (315769177, '2026-0012');
INSERT INTO public.sketches VALUES (375882452, '2026-0012');
INSERT INTO public.sketches VALUES (481626012, '2026-0012');
INSERT INTO public.sketches VALUES (502133720, '2026-0012');
INSERT INTO public.sketches VALUES (543944214, '2026-0012');
INSERT INTO public.sketches VALUES (557069549, '2026-0012');
INSERT INTO public.sketches VALUES (569651664, '2026-0012');
INSERT INTO public.sketches VALUES (573639004, '2026-0012');
INSERT INTO public.sketches VALUES (582515287, '2026-0012');
INSERT INTO public.sketches VALUES (613523688, '2026-0012');
INSERT INTO public.sketches VALUES (821227696, '2026-0012');
INSERT INTO public.sketches VALUES (960802117, '2026-0012');
INSERT INTO public.sketches VALUES (1069522030, '2026-0012');


--
-- Data for Name: submissions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.submissions VALUES ('2026-0001', '2026-0001-tokentok', 1, 1, '银川市全面推行“不见面”办理道路运输证照', '动态', '全文不足五百字，记一事', '[["李娜", "0951-6000001", "unit01@units.example"]]', '', '2026-03-06 02:17:00+00', NULL, '2026-03-06', 462, 'recorded', '[]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "银川市全面推行“不见面”办理道路运输证照.docx", "type": "docx", "bytes": 18529, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：银川市交通运输局", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0002', '2026-0002-tokentok', 2, 2, '石嘴山市开展货车超限超载联合治理', '动态', '全文不足五百字，记一事', '[["李娜", "0951-6000002", "unit02@units.example"]]', '', '2026-03-09 03:34:00+00', NULL, '2026-03-09', 388, 'recorded', '[]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "石嘴山市开展货车超限超载联合治理.docx", "type": "docx", "bytes": 18626, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：石嘴山市交通运输局", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0004', '2026-0004-tokentok', 4, 4, '固原市交通运输局多措并举做好春运收官工作', '动态', '全文不足五百字，记一事', '[["李娜", "0951-6000004", "unit04@units.example"]]', '', '2026-03-12 05:08:00+00', NULL, '2026-03-12', 497, 'recorded', '[]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "固原市交通运输局多措并举做好春运收官工作.docx", "type": "docx", "bytes": 18820, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：固原市交通运输局", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0005', '2026-0005-tokentok', 5, 5, '中卫市打造“交通＋旅游”融合发展示范线路的做法与启示', '调研', '标题写明', '[["李娜", "0951-6000005", "unit05@units.example"]]', '', '2026-03-13 06:25:00+00', NULL, '2026-03-13', 3320, 'recorded', '[]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "中卫市打造“交通＋旅游”融合发展示范线路的做法与启示.docx", "type": "docx", "bytes": 18917, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：中卫市交通运输局", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0006', '2026-0006-tokentok', 6, 10, '沙坡头区农村公路养护“路长制”见实效', '综合', '标题写明', '[["李娜", "0951-6000010", "unit10@units.example"]]', '张建国', '2026-03-13 07:42:00+00', NULL, '2026-03-13', 980, 'recorded', '[]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "沙坡头区农村公路养护“路长制”见实效.docx", "type": "docx", "bytes": 19014, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：沙坡头区交通运输局", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0007', '2026-0007-tokentok', 7, 11, '宁夏公路管理中心完成乌玛高速桥梁春季定期检查', '动态', '全文不足五百字，记一事', '[["李娜", "0951-6000011", "unit11@units.example"]]', '', '2026-03-17 08:59:00+00', NULL, '2026-03-17', 356, 'recorded', '[]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "宁夏公路管理中心完成乌玛高速桥梁春季定期检查.docx", "type": "docx", "bytes": 19111, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：宁夏公路管理中心", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0008', '2026-0008-tokentok', 8, 15, '宁夏交通学校与企业共建轨道交通实训基地', '动态', '全文不足五百字，记一事', '[["李娜", "0951-6000015", "unit15@units.example"]]', '', '2026-03-19 01:16:00+00', NULL, '2026-03-19', 421, 'recorded', '[]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "宁夏交通学校与企业共建轨道交通实训基地.docx", "type": "docx", "bytes": 19208, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：宁夏交通学校", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0009', '2026-0009-tokentok', 9, 16, '自治区道路运输事务中心启动出租汽车服务质量提升月', '动态', '全文不足五百字，记一事', '[["李娜", "0951-6000016", "unit16@units.example"]]', '张建国', '2026-03-20 02:33:00+00', NULL, '2026-03-20', 533, 'recorded', '["over-length"]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "自治区道路运输事务中心启动出租汽车服务质量提升月.docx", "type": "docx", "bytes": 19305, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：自治区道路运输事务中心", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0010', '2026-0010-tokentok', 10, 1, '银川市公交线网优化调整首周运行平稳', '动态', '全文不足五百字，记一事', '[["李娜", "0951-6000001", "unit01@units.example"]]', '', '2026-03-20 03:50:00+00', NULL, '2026-03-20', 405, 'recorded', '[]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "银川市公交线网优化调整首周运行平稳.docx", "type": "docx", "bytes": 19402, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：银川市交通运输局", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0011', '2026-0011-tokentok', 11, 12, '宁夏路网监测与应急处置中心发布清明假期出行研判', '动态', '全文不足五百字，记一事', '[["李娜", "0951-6000012", "unit12@units.example"]]', '', '2026-03-23 04:07:00+00', NULL, '2026-03-23', 476, 'recorded', '[]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "宁夏路网监测与应急处置中心发布清明假期出行研判.docx", "type": "docx", "bytes": 19499, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：宁夏路网监测与应急处置中心", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0013', 'unclear', 13, NULL, '交通局扎实开展汛前道路隐患排查', '动态', '标题记一事', '[["马小军", "", ""]]', '', '2026-03-23 06:25:00+00', NULL, '2026-03-23', 411, 'held', '["incomplete-phone", "address-unregistered"]', NULL, true, false, NULL, NULL, NULL, '', '[]', '["主题只写“交通局”，名册上有几个单位可能", "正文落款为“平罗交通”"]', 'unit-unclear', '[7, 2]');
INSERT INTO public.submissions VALUES ('2026-0014', 'own-business', 14, 17, '全区交通运输宣传工作会议召开', '动态', '', '[["陈晓", "0951-6076022", ""]]', '', '2026-03-26 00:52:00+00', NULL, '2026-03-26', 302, 'held', '[]', NULL, true, false, NULL, NULL, NULL, '', '[]', '["该单位只计与本单位业务有关的信息"]', 'own-business', '[17]');
INSERT INTO public.submissions VALUES ('2026-0015', 'hostile', 15, 1, '=1+1<script>document.title=''taken''</script>{{7*7}}', '<script>document.title=''taken''</script>{{7*7}}', '<script>document.title=''taken''</script>{{7*7}}', '[["<script>document.title=''taken''</script>{{7*7}}", "<script>document.title=''taken''</script>{{7*7}}", "<script>document.title=''taken''</script>{{7*7}}"]]', '<script>document.title=''taken''</script>{{7*7}}', '2026-02-14 01:40:00+00', NULL, '2026-02-14', 0, 'returned', '[]', NULL, true, false, NULL, NULL, NULL, '', '[{"name": "<script>document.title=''taken''</script>{{7*7}}", "type": "docx", "bytes": 10, "sha256": "1111111111111111111111111111111111111111111111111111111111111111", "unread": "<script>document.title=''taken''</script>{{7*7}}"}]', '["<script>document.title=''taken''</script>{{7*7}}"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0012', '2026-0012-tokentok', 12, 2, '石嘴山市开展货车超限超载联合治理（修改稿）', '动态', '全文不足五百字，记一事', '[["李娜", "0951-6000002", "unit02@units.example"]]', '张建国', '2026-03-25 05:24:00+00', NULL, '2026-03-25', 396, 'recorded', '[]', NULL, true, false, NULL, '2026-0002', '2026-0002', '', '[{"name": "石嘴山市开展货车超限超载联合治理（修改稿）.docx", "type": "docx", "bytes": 19596, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：石嘴山市交通运输局", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');
INSERT INTO public.submissions VALUES ('2026-0003', '2026-0003-tokentok', 3, 3, '吴忠市“四好农村路”建设驶入快车道', '综合', '标题写明', '[["李娜", "0951-6000003", "unit03@units.example"]]', '张建国', '2026-03-11 04:51:00+00', '2026-03-20', '2026-03-11', 1260, 'recorded', '[]', NULL, true, false, 'YG-2026-03', NULL, NULL, '', '[{"name": "吴忠市“四好农村路”建设驶入快车道.docx", "type": "docx", "bytes": 18723, "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "unread": null}]', '["主题开头写明单位：吴忠市交通运输局", "发件地址在该单位名册上", "撰稿人、电话取自稿件末尾"]', '', '[]');


--
-- Data for Name: switches; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.switches VALUES ('smtp-brake', '{"until": "2026-03-26T01:44:00+00:00", "because": "连不上", "times": 2, "barred": false}', '2026-03-26 01:40:00+00', 'machine');
INSERT INTO public.switches VALUES ('answering', 'office', '2026-03-23 01:40:00+00', '王主任');


--
-- Data for Name: tries; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.tries VALUES (3, 1, '2026-03-25 23:40:00+00', '2026-03-25 23:40:04+00', 'later', '451 4.7.1 Greylisting in action, please come back later', 'office/1');
INSERT INTO public.tries VALUES (3, 2, '2026-03-25 23:41:00+00', '2026-03-25 23:41:04+00', 'unknown', '内容已交出，未收到答复：timed out', 'office/1');


--
-- Data for Name: units; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.units VALUES (1, '银川市交通运输局', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 0);
INSERT INTO public.units VALUES (2, '石嘴山市交通运输局', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 1);
INSERT INTO public.units VALUES (3, '吴忠市交通运输局', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 2);
INSERT INTO public.units VALUES (4, '固原市交通运输局', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 3);
INSERT INTO public.units VALUES (5, '中卫市交通运输局', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 4);
INSERT INTO public.units VALUES (6, '灵武市交通运输局', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 5);
INSERT INTO public.units VALUES (7, '平罗县交通运输局', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 6);
INSERT INTO public.units VALUES (8, '青铜峡市交通运输局', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 7);
INSERT INTO public.units VALUES (9, '西吉县交通运输局', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 8);
INSERT INTO public.units VALUES (10, '沙坡头区交通运输局', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 9);
INSERT INTO public.units VALUES (11, '宁夏公路管理中心', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 10);
INSERT INTO public.units VALUES (12, '宁夏路网监测与应急处置中心', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 11);
INSERT INTO public.units VALUES (13, '综合规划处', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 12);
INSERT INTO public.units VALUES (14, '运输服务处', '[]', '第一组', '', NULL, false, '2021-03-19', NULL, 13);
INSERT INTO public.units VALUES (15, '宁夏交通学校', '[]', '第二组', '', NULL, false, '2021-03-19', NULL, 14);
INSERT INTO public.units VALUES (16, '自治区道路运输事务中心', '[]', '第二组', '', NULL, false, '2021-03-19', NULL, 15);
INSERT INTO public.units VALUES (17, '自治区交通宣传事务中心', '[]', '第二组', '', NULL, true, '2021-03-19', NULL, 16);
INSERT INTO public.units VALUES (18, '科技处', '[]', '第二组', '', NULL, false, '2021-03-19', NULL, 17);
INSERT INTO public.units VALUES (19, '财务审计处', '[]', '第二组', '', NULL, false, '2021-03-19', NULL, 18);


--
-- Data for Name: users; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.users VALUES (1, '王主任', 'admin', '$argon2id$v=19$m=65536,t=3,p=4$pk2dBCzZDZwSoPV5tbcWFg$vESm8oxI9XprxSXhZdirXJ014smYpEHqXC+L90Ig85U', NULL, '2026-02-24 01:40:00+00');
INSERT INTO public.users VALUES (2, '赵敏', 'clerk', '$argon2id$v=19$m=65536,t=3,p=4$pk2dBCzZDZwSoPV5tbcWFg$vESm8oxI9XprxSXhZdirXJ014smYpEHqXC+L90Ig85U', NULL, '2026-02-24 01:40:00+00');
INSERT INTO public.users VALUES (3, '访客', 'viewer', '$argon2id$v=19$m=65536,t=3,p=4$pk2dBCzZDZwSoPV5tbcWFg$vESm8oxI9XprxSXhZdirXJ014smYpEHqXC+L90Ig85U', NULL, '2026-02-24 01:40:00+00');


--
-- Data for Name: words; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.words VALUES ('2026-0001', '厅办公室：

现报送《银川市全面推行“不见面”办理道路运输证照》，请审阅。

银川市交通运输局办公室', '银川市全面推行“不见面”办理道路运输证照

　　近日，银川市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000001）');
INSERT INTO public.words VALUES ('2026-0002', '厅办公室：

现报送《石嘴山市开展货车超限超载联合治理》，请审阅。

石嘴山市交通运输局办公室', '石嘴山市开展货车超限超载联合治理

　　近日，石嘴山市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000002）');
INSERT INTO public.words VALUES ('2026-0003', '厅办公室：

现报送《吴忠市“四好农村路”建设驶入快车道》，请审阅。

吴忠市交通运输局办公室', '吴忠市“四好农村路”建设驶入快车道

　　近日，吴忠市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000003）');
INSERT INTO public.words VALUES ('2026-0004', '厅办公室：

现报送《固原市交通运输局多措并举做好春运收官工作》，请审阅。

固原市交通运输局办公室', '固原市交通运输局多措并举做好春运收官工作

　　近日，固原市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000004）');
INSERT INTO public.words VALUES ('2026-0005', '厅办公室：

现报送《中卫市打造“交通＋旅游”融合发展示范线路的做法与启示》，请审阅。

中卫市交通运输局办公室', '中卫市打造“交通＋旅游”融合发展示范线路的做法与启示

　　近日，中卫市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000005）');
INSERT INTO public.words VALUES ('2026-0006', '厅办公室：

现报送《沙坡头区农村公路养护“路长制”见实效》，请审阅。

沙坡头区交通运输局办公室', '沙坡头区农村公路养护“路长制”见实效

　　近日，沙坡头区交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000010）');
INSERT INTO public.words VALUES ('2026-0007', '厅办公室：

现报送《宁夏公路管理中心完成乌玛高速桥梁春季定期检查》，请审阅。

宁夏公路管理中心办公室', '宁夏公路管理中心完成乌玛高速桥梁春季定期检查

　　近日，宁夏公路管理中心认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000011）');
INSERT INTO public.words VALUES ('2026-0008', '厅办公室：

现报送《宁夏交通学校与企业共建轨道交通实训基地》，请审阅。

宁夏交通学校办公室', '宁夏交通学校与企业共建轨道交通实训基地

　　近日，宁夏交通学校认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000015）');
INSERT INTO public.words VALUES ('2026-0009', '厅办公室：

现报送《自治区道路运输事务中心启动出租汽车服务质量提升月》，请审阅。

自治区道路运输事务中心办公室', '自治区道路运输事务中心启动出租汽车服务质量提升月

　　近日，自治区道路运输事务中心认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000016）');
INSERT INTO public.words VALUES ('2026-0010', '厅办公室：

现报送《银川市公交线网优化调整首周运行平稳》，请审阅。

银川市交通运输局办公室', '银川市公交线网优化调整首周运行平稳

　　近日，银川市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000001）');
INSERT INTO public.words VALUES ('2026-0011', '厅办公室：

现报送《宁夏路网监测与应急处置中心发布清明假期出行研判》，请审阅。

宁夏路网监测与应急处置中心办公室', '宁夏路网监测与应急处置中心发布清明假期出行研判

　　近日，宁夏路网监测与应急处置中心认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000012）');
INSERT INTO public.words VALUES ('2026-0012', '厅办公室：

现报送《石嘴山市开展货车超限超载联合治理（修改稿）》，请审阅。

石嘴山市交通运输局办公室', '石嘴山市开展货车超限超载联合治理（修改稿）

　　近日，石嘴山市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000002）');
INSERT INTO public.words VALUES ('2026-0013', '交通局扎实开展汛前道路隐患排查

　　3月24日以来，我局组织养护人员对辖区 12 条县道逐段排查……', '');
INSERT INTO public.words VALUES ('2026-0014', '现报送《全区交通运输宣传工作会议召开》。', '');
INSERT INTO public.words VALUES ('2026-0015', '@SUM <script>document.title=''taken''</script>{{7*7}}', '{% raw %}<script>document.title=''taken''</script>{{7*7}}');


--
-- Data for Name: working_days; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.working_days VALUES ('2027-01-01', false, '元旦');
INSERT INTO public.working_days VALUES ('2027-01-03', true, '补班');


--
-- Name: adoptions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.adoptions_id_seq', 1, true);


--
-- Name: announcements_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.announcements_id_seq', 1, true);


--
-- Name: circulars_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.circulars_id_seq', 1, true);


--
-- Name: contents_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.contents_id_seq', 1, true);


--
-- Name: exemptions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.exemptions_id_seq', 1, true);


--
-- Name: forwardings_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.forwardings_id_seq', 1, true);


--
-- Name: instructions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.instructions_id_seq', 1, true);


--
-- Name: issues_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.issues_id_seq', 1, true);


--
-- Name: journal_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.journal_id_seq', 5, true);


--
-- Name: outbox_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.outbox_id_seq', 4, true);


--
-- Name: persons_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.persons_id_seq', 19, true);


--
-- Name: proposals_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.proposals_id_seq', 1, true);


--
-- Name: remarks_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.remarks_id_seq', 1, true);


--
-- Name: scores_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.scores_id_seq', 1, true);


--
-- Name: units_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.units_id_seq', 19, true);


--
-- Name: users_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.users_id_seq', 3, true);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: accounts pk_accounts; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (account, folder);


--
-- Name: address_health pk_address_health; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.address_health
    ADD CONSTRAINT pk_address_health PRIMARY KEY (address);


--
-- Name: addresses pk_addresses; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT pk_addresses PRIMARY KEY (unit_id, address);


--
-- Name: adoptions pk_adoptions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adoptions
    ADD CONSTRAINT pk_adoptions PRIMARY KEY (id);


--
-- Name: aliases pk_aliases; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.aliases
    ADD CONSTRAINT pk_aliases PRIMARY KEY (alias);


--
-- Name: announcements pk_announcements; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.announcements
    ADD CONSTRAINT pk_announcements PRIMARY KEY (id);


--
-- Name: circular_files pk_circular_files; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.circular_files
    ADD CONSTRAINT pk_circular_files PRIMARY KEY (circular_id, name);


--
-- Name: circulars pk_circulars; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.circulars
    ADD CONSTRAINT pk_circulars PRIMARY KEY (id);


--
-- Name: co_units pk_co_units; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.co_units
    ADD CONSTRAINT pk_co_units PRIMARY KEY (serial, unit_id);


--
-- Name: commission_units pk_commission_units; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.commission_units
    ADD CONSTRAINT pk_commission_units PRIMARY KEY (commission_id, unit_id);


--
-- Name: commissions pk_commissions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.commissions
    ADD CONSTRAINT pk_commissions PRIMARY KEY (id);


--
-- Name: contents pk_contents; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contents
    ADD CONSTRAINT pk_contents PRIMARY KEY (id);


--
-- Name: contents_lines pk_contents_lines; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contents_lines
    ADD CONSTRAINT pk_contents_lines PRIMARY KEY (contents_id, line);


--
-- Name: counters pk_counters; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.counters
    ADD CONSTRAINT pk_counters PRIMARY KEY (name);


--
-- Name: exemptions pk_exemptions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exemptions
    ADD CONSTRAINT pk_exemptions PRIMARY KEY (id);


--
-- Name: fed_back pk_fed_back; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fed_back
    ADD CONSTRAINT pk_fed_back PRIMARY KEY (event, unit_id);


--
-- Name: former_groups pk_former_groups; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.former_groups
    ADD CONSTRAINT pk_former_groups PRIMARY KEY (unit_id, until);


--
-- Name: forwardings pk_forwardings; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forwardings
    ADD CONSTRAINT pk_forwardings PRIMARY KEY (id);


--
-- Name: grams pk_grams; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.grams
    ADD CONSTRAINT pk_grams PRIMARY KEY (gram, serial);


--
-- Name: history pk_history; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.history
    ADD CONSTRAINT pk_history PRIMARY KEY (period, unit_id);


--
-- Name: instructions pk_instructions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instructions
    ADD CONSTRAINT pk_instructions PRIMARY KEY (id);


--
-- Name: issue_items pk_issue_items; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.issue_items
    ADD CONSTRAINT pk_issue_items PRIMARY KEY (issue_id, serial);


--
-- Name: issues pk_issues; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.issues
    ADD CONSTRAINT pk_issues PRIMARY KEY (id);


--
-- Name: journal pk_journal; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT pk_journal PRIMARY KEY (id);


--
-- Name: leases pk_leases; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT pk_leases PRIMARY KEY (name);


--
-- Name: originals pk_originals; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.originals
    ADD CONSTRAINT pk_originals PRIMARY KEY (sha256);


--
-- Name: outbox pk_outbox; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);


--
-- Name: persons pk_persons; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT pk_persons PRIMARY KEY (id);


--
-- Name: proposals pk_proposals; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT pk_proposals PRIMARY KEY (id);


--
-- Name: remarks pk_remarks; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remarks
    ADD CONSTRAINT pk_remarks PRIMARY KEY (id);


--
-- Name: reminded pk_reminded; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminded
    ADD CONSTRAINT pk_reminded PRIMARY KEY (unit_id, duty, period, stage);


--
-- Name: runs pk_runs; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.runs
    ADD CONSTRAINT pk_runs PRIMARY KEY (job, period);


--
-- Name: scores pk_scores; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.scores
    ADD CONSTRAINT pk_scores PRIMARY KEY (id);


--
-- Name: sightings pk_sightings; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sightings
    ADD CONSTRAINT pk_sightings PRIMARY KEY (id);


--
-- Name: sketches pk_sketches; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sketches
    ADD CONSTRAINT pk_sketches PRIMARY KEY (mark, serial);


--
-- Name: submissions pk_submissions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT pk_submissions PRIMARY KEY (serial);


--
-- Name: switches pk_switches; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.switches
    ADD CONSTRAINT pk_switches PRIMARY KEY (name);


--
-- Name: tries pk_tries; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tries
    ADD CONSTRAINT pk_tries PRIMARY KEY (outbox_id, number);


--
-- Name: units pk_units; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.units
    ADD CONSTRAINT pk_units PRIMARY KEY (id);


--
-- Name: users pk_users; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT pk_users PRIMARY KEY (id);


--
-- Name: words pk_words; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.words
    ADD CONSTRAINT pk_words PRIMARY KEY (serial);


--
-- Name: working_days pk_working_days; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.working_days
    ADD CONSTRAINT pk_working_days PRIMARY KEY (day);


--
-- Name: adoptions uq_adoptions_serial_publication_form_happened_on; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adoptions
    ADD CONSTRAINT uq_adoptions_serial_publication_form_happened_on UNIQUE (serial, publication, form, happened_on);


--
-- Name: circulars uq_circulars_score_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.circulars
    ADD CONSTRAINT uq_circulars_score_id UNIQUE (score_id);


--
-- Name: forwardings uq_forwardings_serial_target_happened_on; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forwardings
    ADD CONSTRAINT uq_forwardings_serial_target_happened_on UNIQUE (serial, target, happened_on);


--
-- Name: instructions uq_instructions_serial_leader_happened_on; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instructions
    ADD CONSTRAINT uq_instructions_serial_leader_happened_on UNIQUE (serial, leader, happened_on);


--
-- Name: issues uq_issues_publication_year_number; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.issues
    ADD CONSTRAINT uq_issues_publication_year_number UNIQUE (publication, year, number);


--
-- Name: outbox uq_outbox_kind_recipient_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT uq_outbox_kind_recipient_key UNIQUE (kind, recipient, key);


--
-- Name: remarks uq_remarks_fingerprint; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remarks
    ADD CONSTRAINT uq_remarks_fingerprint UNIQUE (fingerprint);


--
-- Name: scores uq_scores_period_revision; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.scores
    ADD CONSTRAINT uq_scores_period_revision UNIQUE (period, revision);


--
-- Name: sightings uq_sightings_account_folder_uidvalidity_uid; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sightings
    ADD CONSTRAINT uq_sightings_account_folder_uidvalidity_uid UNIQUE (account, folder, uidvalidity, uid);


--
-- Name: submissions uq_submissions_token; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT uq_submissions_token UNIQUE (token);


--
-- Name: units uq_units_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.units
    ADD CONSTRAINT uq_units_name UNIQUE (name);


--
-- Name: users uq_users_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT uq_users_name UNIQUE (name);


--
-- Name: ix_adoptions_happened_on; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_adoptions_happened_on ON public.adoptions USING btree (happened_on);


--
-- Name: ix_adoptions_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_adoptions_serial ON public.adoptions USING btree (serial);


--
-- Name: ix_aliases_unit_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_aliases_unit_id ON public.aliases USING btree (unit_id);


--
-- Name: ix_circulars_period; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_circulars_period ON public.circulars USING btree (period);


--
-- Name: ix_co_units_unit_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_co_units_unit_id ON public.co_units USING btree (unit_id);


--
-- Name: ix_commission_units_token; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_commission_units_token ON public.commission_units USING btree (token);


--
-- Name: ix_contents_lines_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_contents_lines_serial ON public.contents_lines USING btree (serial);


--
-- Name: ix_exemptions_unit_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_exemptions_unit_id ON public.exemptions USING btree (unit_id);


--
-- Name: ix_forwardings_happened_on; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_forwardings_happened_on ON public.forwardings USING btree (happened_on);


--
-- Name: ix_forwardings_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_forwardings_serial ON public.forwardings USING btree (serial);


--
-- Name: ix_grams_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_grams_serial ON public.grams USING btree (serial);


--
-- Name: ix_instructions_happened_on; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_instructions_happened_on ON public.instructions USING btree (happened_on);


--
-- Name: ix_instructions_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_instructions_serial ON public.instructions USING btree (serial);


--
-- Name: ix_issue_items_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_issue_items_serial ON public.issue_items USING btree (serial);


--
-- Name: ix_journal_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_journal_subject ON public.journal USING btree (subject);


--
-- Name: ix_outbox_message_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_outbox_message_id ON public.outbox USING btree (message_id);


--
-- Name: ix_outbox_recipient; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_outbox_recipient ON public.outbox USING btree (recipient);


--
-- Name: ix_outbox_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_outbox_serial ON public.outbox USING btree (serial);


--
-- Name: ix_outbox_state_due_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_outbox_state_due_at ON public.outbox USING btree (state, due_at);


--
-- Name: ix_outbox_token; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_outbox_token ON public.outbox USING btree (token);


--
-- Name: ix_persons_unit_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_persons_unit_id ON public.persons USING btree (unit_id);


--
-- Name: ix_proposals_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_proposals_serial ON public.proposals USING btree (serial);


--
-- Name: ix_remarks_happened_on; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_remarks_happened_on ON public.remarks USING btree (happened_on);


--
-- Name: ix_remarks_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_remarks_serial ON public.remarks USING btree (serial);


--
-- Name: ix_remarks_unit_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_remarks_unit_id ON public.remarks USING btree (unit_id);


--
-- Name: ix_sightings_keyed_hash; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sightings_keyed_hash ON public.sightings USING btree (keyed_hash);


--
-- Name: ix_sightings_message_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sightings_message_id ON public.sightings USING btree (message_id);


--
-- Name: ix_sightings_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sightings_serial ON public.sightings USING btree (serial);


--
-- Name: ix_sightings_sha256; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sightings_sha256 ON public.sightings USING btree (sha256);


--
-- Name: ix_sightings_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sightings_state ON public.sightings USING btree (state);


--
-- Name: ix_sketches_serial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sketches_serial ON public.sketches USING btree (serial);


--
-- Name: ix_submissions_commission; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_submissions_commission ON public.submissions USING btree (commission);


--
-- Name: ix_submissions_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_submissions_day ON public.submissions USING btree (day);


--
-- Name: ix_submissions_fingerprint; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_submissions_fingerprint ON public.submissions USING btree (fingerprint);


--
-- Name: ix_submissions_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_submissions_state ON public.submissions USING btree (state);


--
-- Name: ix_submissions_unit_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_submissions_unit_id ON public.submissions USING btree (unit_id);


--
-- Name: ix_tries_began_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tries_began_at ON public.tries USING btree (began_at);


--
-- Name: addresses fk_addresses_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT fk_addresses_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: adoptions fk_adoptions_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adoptions
    ADD CONSTRAINT fk_adoptions_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: aliases fk_aliases_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.aliases
    ADD CONSTRAINT fk_aliases_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: circular_files fk_circular_files_circular_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.circular_files
    ADD CONSTRAINT fk_circular_files_circular_id FOREIGN KEY (circular_id) REFERENCES public.circulars(id);


--
-- Name: circulars fk_circulars_score_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.circulars
    ADD CONSTRAINT fk_circulars_score_id FOREIGN KEY (score_id) REFERENCES public.scores(id);


--
-- Name: co_units fk_co_units_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.co_units
    ADD CONSTRAINT fk_co_units_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: co_units fk_co_units_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.co_units
    ADD CONSTRAINT fk_co_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: commission_units fk_commission_units_commission_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.commission_units
    ADD CONSTRAINT fk_commission_units_commission_id FOREIGN KEY (commission_id) REFERENCES public.commissions(id);


--
-- Name: commission_units fk_commission_units_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.commission_units
    ADD CONSTRAINT fk_commission_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: contents_lines fk_contents_lines_contents_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contents_lines
    ADD CONSTRAINT fk_contents_lines_contents_id FOREIGN KEY (contents_id) REFERENCES public.contents(id);


--
-- Name: contents_lines fk_contents_lines_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contents_lines
    ADD CONSTRAINT fk_contents_lines_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: exemptions fk_exemptions_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exemptions
    ADD CONSTRAINT fk_exemptions_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: fed_back fk_fed_back_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fed_back
    ADD CONSTRAINT fk_fed_back_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: former_groups fk_former_groups_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.former_groups
    ADD CONSTRAINT fk_former_groups_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: forwardings fk_forwardings_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.forwardings
    ADD CONSTRAINT fk_forwardings_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: grams fk_grams_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.grams
    ADD CONSTRAINT fk_grams_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: history fk_history_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.history
    ADD CONSTRAINT fk_history_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: instructions fk_instructions_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instructions
    ADD CONSTRAINT fk_instructions_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: issue_items fk_issue_items_issue_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.issue_items
    ADD CONSTRAINT fk_issue_items_issue_id FOREIGN KEY (issue_id) REFERENCES public.issues(id);


--
-- Name: issue_items fk_issue_items_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.issue_items
    ADD CONSTRAINT fk_issue_items_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: persons fk_persons_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT fk_persons_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: proposals fk_proposals_other; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT fk_proposals_other FOREIGN KEY (other) REFERENCES public.submissions(serial);


--
-- Name: proposals fk_proposals_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT fk_proposals_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: remarks fk_remarks_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remarks
    ADD CONSTRAINT fk_remarks_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: remarks fk_remarks_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remarks
    ADD CONSTRAINT fk_remarks_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: reminded fk_reminded_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminded
    ADD CONSTRAINT fk_reminded_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: sightings fk_sightings_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sightings
    ADD CONSTRAINT fk_sightings_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: sketches fk_sketches_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sketches
    ADD CONSTRAINT fk_sketches_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- Name: submissions fk_submissions_commission; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT fk_submissions_commission FOREIGN KEY (commission) REFERENCES public.commissions(id);


--
-- Name: submissions fk_submissions_follows; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT fk_submissions_follows FOREIGN KEY (follows) REFERENCES public.submissions(serial);


--
-- Name: submissions fk_submissions_superseded_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT fk_submissions_superseded_by FOREIGN KEY (superseded_by) REFERENCES public.submissions(serial);


--
-- Name: submissions fk_submissions_unit_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submissions
    ADD CONSTRAINT fk_submissions_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id);


--
-- Name: tries fk_tries_outbox_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tries
    ADD CONSTRAINT fk_tries_outbox_id FOREIGN KEY (outbox_id) REFERENCES public.outbox(id);


--
-- Name: words fk_words_serial; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.words
    ADD CONSTRAINT fk_words_serial FOREIGN KEY (serial) REFERENCES public.submissions(serial);


--
-- PostgreSQL database dump complete
--
