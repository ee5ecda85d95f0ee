BEGIN TRANSACTION;
CREATE TABLE accounts (
	account TEXT NOT NULL, 
	folder TEXT NOT NULL, 
	uidvalidity BIGINT, 
	last_uid BIGINT DEFAULT '0' NOT NULL, 
	last_arrived_at VARCHAR(27), 
	last_size BIGINT, 
	start_uid BIGINT, 
	last_good_poll_at VARCHAR(27), 
	renumbered_at VARCHAR(27), 
	refusals INTEGER DEFAULT '0' NOT NULL, 
	refused_because TEXT DEFAULT '' NOT NULL, 
	refused_secret TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_accounts PRIMARY KEY (account, folder)
);
INSERT INTO "accounts" VALUES('jtzwxx@mail.example','INBOX',1,214,NULL,NULL,NULL,'2026-03-26T01:37:00.000000Z',NULL,0,'','');
CREATE TABLE address_health (
	address TEXT NOT NULL, 
	failures INTEGER NOT NULL, 
	disabled BOOLEAN DEFAULT 0 NOT NULL, 
	because TEXT DEFAULT '' NOT NULL, 
	last_at VARCHAR(27) NOT NULL, alive_at VARCHAR(27), 
	CONSTRAINT pk_address_health PRIMARY KEY (address)
);
INSERT INTO "address_health" VALUES('unit02@units.example',3,1,'邮件系统答复该地址不存在（5.1.1）','2026-03-22T23:40:00.000000Z',NULL);
INSERT INTO "address_health" VALUES('unit07@units.example',1,0,'邮件系统答复该地址不存在（5.1.1）','2026-03-23T01:40:00.000000Z',NULL);
CREATE TABLE addresses (
	unit_id INTEGER NOT NULL, 
	address TEXT NOT NULL, 
	learnt_because TEXT DEFAULT '' NOT NULL, learnt_by TEXT DEFAULT '' NOT NULL, learnt_at VARCHAR(27), 
	CONSTRAINT pk_addresses PRIMARY KEY (unit_id, address), 
	CONSTRAINT fk_addresses_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "addresses" VALUES(1,'unit01@units.example','','',NULL);
INSERT INTO "addresses" VALUES(2,'unit02@units.example','','',NULL);
INSERT INTO "addresses" VALUES(3,'unit03@units.example','','',NULL);
INSERT INTO "addresses" VALUES(4,'unit04@units.example','','',NULL);
INSERT INTO "addresses" VALUES(5,'unit05@units.example','submission:2026-0003','赵敏',NULL);
INSERT INTO "addresses" VALUES(6,'unit06@units.example','','',NULL);
INSERT INTO "addresses" VALUES(7,'unit07@units.example','','',NULL);
INSERT INTO "addresses" VALUES(8,'unit08@units.example','','',NULL);
INSERT INTO "addresses" VALUES(9,'unit09@units.example','','',NULL);
INSERT INTO "addresses" VALUES(10,'unit10@units.example','','',NULL);
INSERT INTO "addresses" VALUES(11,'unit11@units.example','','',NULL);
INSERT INTO "addresses" VALUES(12,'unit12@units.example','','',NULL);
INSERT INTO "addresses" VALUES(13,'unit13@units.example','','',NULL);
INSERT INTO "addresses" VALUES(14,'unit14@units.example','','',NULL);
INSERT INTO "addresses" VALUES(15,'unit15@units.example','','',NULL);
INSERT INTO "addresses" VALUES(16,'unit16@units.example','','',NULL);
INSERT INTO "addresses" VALUES(17,'unit17@units.example','','',NULL);
INSERT INTO "addresses" VALUES(18,'unit18@units.example','','',NULL);
INSERT INTO "addresses" VALUES(19,'unit19@units.example','','',NULL);
CREATE TABLE adoptions (
	id INTEGER NOT NULL, 
	serial TEXT NOT NULL, 
	publication TEXT DEFAULT '' NOT NULL, 
	form TEXT DEFAULT '' NOT NULL, 
	issue TEXT DEFAULT '' NOT NULL, 
	happened_on DATE NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	entered_at VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_adoptions PRIMARY KEY (id), 
	CONSTRAINT uq_adoptions_serial_publication_form_happened_on UNIQUE (serial, publication, form, happened_on), 
	CONSTRAINT fk_adoptions_serial FOREIGN KEY(serial) REFERENCES submissions (serial)
);
INSERT INTO "adoptions" VALUES(1,'2026-0001','宁夏交通信息','单条','第 12 期','2026-03-20','','2026-03-26T01:40:00.000000Z');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0012');
CREATE TABLE aliases (
	alias TEXT NOT NULL, 
	unit_id INTEGER NOT NULL, 
	learnt_because TEXT DEFAULT '' NOT NULL, 
	learnt_by TEXT DEFAULT '' NOT NULL, 
	learnt_at VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_aliases PRIMARY KEY (alias), 
	CONSTRAINT fk_aliases_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "aliases" VALUES('银川运管',1,'submission:2026-0001','赵敏','2026-03-26T01:40:00.000000Z');
CREATE TABLE announcements (
	id INTEGER NOT NULL, 
	template TEXT DEFAULT '' NOT NULL, 
	title TEXT DEFAULT '' NOT NULL, 
	number TEXT DEFAULT '' NOT NULL, 
	dated DATE, 
	body TEXT DEFAULT '' NOT NULL, 
	"to" JSON NOT NULL, 
	state TEXT NOT NULL, 
	drafted_by TEXT DEFAULT '' NOT NULL, 
	drafted_at VARCHAR(27) NOT NULL, 
	edited_by TEXT DEFAULT '' NOT NULL, 
	approved_by TEXT DEFAULT '' NOT NULL, 
	approved_at VARCHAR(27), 
	sent_at VARCHAR(27), 
	CONSTRAINT pk_announcements PRIMARY KEY (id)
);
INSERT INTO "announcements" VALUES(1,'notice','关于报送要点的通知','宁交办〔2026〕5号','2026-03-24','各单位：
请按时报送。','["group:第一组","unit:1"]','approved','赵敏','2026-03-26T01:40:00.000000Z','赵敏','王主任','2026-03-26T01:40:00.000000Z',NULL);
CREATE TABLE circular_files (
	circular_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	type TEXT DEFAULT '' NOT NULL, 
	bytes BLOB NOT NULL, 
	CONSTRAINT pk_circular_files PRIMARY KEY (circular_id, name), 
	CONSTRAINT fk_circular_files_circular_id FOREIGN KEY(circular_id) REFERENCES circulars (id)
);
INSERT INTO "circular_files" VALUES(1,'通报.docx','application/vnd.openxmlformats-officedocument.wordprocessingml.document',X'504B03042066726F7A656E2000FF');
CREATE TABLE circulars (
	id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	score_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	covering TEXT DEFAULT '' NOT NULL, 
	drafted_at VARCHAR(27) NOT NULL, 
	approved_at VARCHAR(27), 
	approved_by TEXT DEFAULT '' NOT NULL, 
	sent_at VARCHAR(27), title TEXT DEFAULT '' NOT NULL, number TEXT DEFAULT '' NOT NULL, dated DATE, corrects BIGINT, because TEXT DEFAULT '' NOT NULL, drafted_by TEXT DEFAULT '' NOT NULL, edited_by TEXT DEFAULT '' NOT NULL, contents JSON, 
	CONSTRAINT pk_circulars PRIMARY KEY (id), 
	CONSTRAINT uq_circulars_score_id UNIQUE (score_id), 
	CONSTRAINT fk_circulars_score_id FOREIGN KEY(score_id) REFERENCES scores (id)
);
INSERT INTO "circulars" VALUES(1,'2025Q4',1,'draft','各市县交通运输局，厅属各单位，厅机关各处室：

　　现将 2025 年第四季度政务信息报送采用情况通报如下。','2026-03-25T01:40:00.000000Z',NULL,'',NULL,'关于2025年第四季度政务信息报送采用情况的通报','',NULL,NULL,'','赵敏','',NULL);
CREATE TABLE co_units (
	serial TEXT NOT NULL, 
	unit_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_co_units PRIMARY KEY (serial, unit_id), 
	CONSTRAINT fk_co_units_serial FOREIGN KEY(serial) REFERENCES submissions (serial), 
	CONSTRAINT fk_co_units_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "co_units" VALUES('2026-0006',11,0);
CREATE TABLE commission_units (
	commission_id TEXT NOT NULL, 
	unit_id INTEGER NOT NULL, token TEXT, mailed_at VARCHAR(27), withdrawn_at VARCHAR(27), 
	CONSTRAINT pk_commission_units PRIMARY KEY (commission_id, unit_id), 
	CONSTRAINT fk_commission_units_commission_id FOREIGN KEY(commission_id) REFERENCES commissions (id), 
	CONSTRAINT fk_commission_units_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "commission_units" VALUES('YG-2026-03',11,NULL,NULL,NULL);
INSERT INTO "commission_units" VALUES('YG-2026-03',12,NULL,NULL,NULL);
CREATE TABLE commissions (
	id TEXT NOT NULL, 
	title TEXT DEFAULT '' NOT NULL, 
	issuer TEXT DEFAULT '' NOT NULL, 
	brief TEXT DEFAULT '' NOT NULL, 
	issued_on DATE NOT NULL, 
	due DATE NOT NULL, made_by TEXT DEFAULT '' NOT NULL, closed_at VARCHAR(27), 
	CONSTRAINT pk_commissions PRIMARY KEY (id)
);
INSERT INTO "commissions" VALUES('YG-2026-03','清明假期保通保畅做法','厅办公室','','2026-03-02','2026-03-27','',NULL);
CREATE TABLE contents (
	id INTEGER NOT NULL, 
	publication TEXT DEFAULT '' NOT NULL, 
	issue TEXT DEFAULT '' NOT NULL, 
	dated DATE NOT NULL, 
	source TEXT DEFAULT '' NOT NULL, 
	entered_by TEXT DEFAULT '' NOT NULL, 
	entered_at VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_contents PRIMARY KEY (id)
);
INSERT INTO "contents" VALUES(1,'宁夏政务信息','第 7 期','2026-03-19','目录.docx','赵敏','2026-03-26T01:40:00.000000Z');
CREATE TABLE contents_lines (
	contents_id INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	title TEXT DEFAULT '' NOT NULL, 
	unit TEXT DEFAULT '' NOT NULL, 
	form TEXT DEFAULT '' NOT NULL, 
	serial TEXT, 
	confidence FLOAT DEFAULT '0' NOT NULL, 
	settled TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_contents_lines PRIMARY KEY (contents_id, line), 
	CONSTRAINT fk_contents_lines_contents_id FOREIGN KEY(contents_id) REFERENCES contents (id), 
	CONSTRAINT fk_contents_lines_serial FOREIGN KEY(serial) REFERENCES submissions (serial)
);
INSERT INTO "contents_lines" VALUES(1,1,'石嘴山市开展货车超限超载联合治理','石嘴山市交通运输局','简讯','2026-0002',0.97,'');
CREATE TABLE counters (
	name TEXT NOT NULL, 
	value BIGINT NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('serial/2026',15);
INSERT INTO "counters" VALUES('sighting',20);
CREATE TABLE exemptions (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	since DATE NOT NULL, 
	until DATE, 
	because TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_exemptions PRIMARY KEY (id), 
	CONSTRAINT fk_exemptions_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "exemptions" VALUES(1,2,'2026-02-01','2026-03-01','机构改革');
CREATE TABLE fed_back (
	event TEXT NOT NULL, 
	unit_id INTEGER NOT NULL, 
	told_at VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_fed_back PRIMARY KEY (event, unit_id), 
	CONSTRAINT fk_fed_back_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "fed_back" VALUES('adoption:1',1,'2026-03-26T01:40:00.000000Z');
CREATE TABLE former_groups (
	unit_id INTEGER NOT NULL, 
	until DATE NOT NULL, 
	unit_group TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_former_groups PRIMARY KEY (unit_id, until), 
	CONSTRAINT fk_former_groups_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "former_groups" VALUES(3,'2025-07-01','第二组');
CREATE TABLE forwardings (
	id INTEGER NOT NULL, 
	serial TEXT NOT NULL, 
	target TEXT DEFAULT '' NOT NULL, 
	happened_on DATE NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	entered_at VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_forwardings PRIMARY KEY (id), 
	CONSTRAINT uq_forwardings_serial_target_happened_on UNIQUE (serial, target, happened_on), 
	CONSTRAINT fk_forwardings_serial FOREIGN KEY(serial) REFERENCES submissions (serial)
);
INSERT INTO "forwardings" VALUES(1,'2026-0002','自治区党委办公厅','2026-03-22','','2026-03-26T01:40:00.000000Z');
CREATE TABLE grams (
	gram TEXT NOT NULL, 
	serial TEXT NOT NULL, 
	CONSTRAINT pk_grams PRIMARY KEY (gram, serial), 
	CONSTRAINT fk_grams_serial FOREIGN KEY(serial) REFERENCES submissions (serial)
);
INSERT INTO "grams" VALUES('不见','2026-0001');
INSERT INTO "grams" VALUES('全面','2026-0001');
INSERT INTO "grams" VALUES('办理','2026-0001');
INSERT INTO "grams" VALUES('川市','2026-0001');
INSERT INTO "grams" VALUES('市全','2026-0001');
INSERT INTO "grams" VALUES('推行','2026-0001');
INSERT INTO "grams" VALUES('理道','2026-0001');
INSERT INTO "grams" VALUES('行不','2026-0001');
INSERT INTO "grams" VALUES('见面','2026-0001');
INSERT INTO "grams" VALUES('证照','2026-0001');
INSERT INTO "grams" VALUES('路运','2026-0001');
INSERT INTO "grams" VALUES('输证','2026-0001');
INSERT INTO "grams" VALUES('运输','2026-0001');
INSERT INTO "grams" VALUES('道路','2026-0001');
INSERT INTO "grams" VALUES('银川','2026-0001');
INSERT INTO "grams" VALUES('面办','2026-0001');
INSERT INTO "grams" VALUES('面推','2026-0001');
INSERT INTO "grams" VALUES('合治','2026-0002');
INSERT INTO "grams" VALUES('嘴山','2026-0002');
INSERT INTO "grams" VALUES('展货','2026-0002');
INSERT INTO "grams" VALUES('山市','2026-0002');
INSERT INTO "grams" VALUES('市开','2026-0002');
INSERT INTO "grams" VALUES('开展','2026-0002');
INSERT INTO "grams" VALUES('治理','2026-0002');
INSERT INTO "grams" VALUES('石嘴','2026-0002');
INSERT INTO "grams" VALUES('联合','2026-0002');
INSERT INTO "grams" VALUES('货车','2026-0002');
INSERT INTO "grams" VALUES('超载','2026-0002');
INSERT INTO "grams" VALUES('超限','2026-0002');
INSERT INTO "grams" VALUES('车超','2026-0002');
INSERT INTO "grams" VALUES('载联','2026-0002');
INSERT INTO "grams" VALUES('限超','2026-0002');
INSERT INTO "grams" VALUES('入快','2026-0003');
INSERT INTO "grams" VALUES('农村','2026-0003');
INSERT INTO "grams" VALUES('吴忠','2026-0003');
INSERT INTO "grams" VALUES('四好','2026-0003');
INSERT INTO "grams" VALUES('好农','2026-0003');
INSERT INTO "grams" VALUES('市四','2026-0003');
INSERT INTO "grams" VALUES('建设','2026-0003');
INSERT INTO "grams" VALUES('忠市','2026-0003');
INSERT INTO "grams" VALUES('快车','2026-0003');
INSERT INTO "grams" VALUES('村路','2026-0003');
INSERT INTO "grams" VALUES('设驶','2026-0003');
INSERT INTO "grams" VALUES('路建','2026-0003');
INSERT INTO "grams" VALUES('车道','2026-0003');
INSERT INTO "grams" VALUES('驶入','2026-0003');
INSERT INTO "grams" VALUES('举做','2026-0004');
INSERT INTO "grams" VALUES('交通','2026-0004');
INSERT INTO "grams" VALUES('做好','2026-0004');
INSERT INTO "grams" VALUES('原市','2026-0004');
INSERT INTO "grams" VALUES('固原','2026-0004');
INSERT INTO "grams" VALUES('多措','2026-0004');
INSERT INTO "grams" VALUES('好春','2026-0004');
INSERT INTO "grams" VALUES('官工','2026-0004');
INSERT INTO "grams" VALUES('局多','2026-0004');
INSERT INTO "grams" VALUES('工作','2026-0004');
INSERT INTO "grams" VALUES('市交','2026-0004');
INSERT INTO "grams" VALUES('并举','2026-0004');
INSERT INTO "grams" VALUES('措并','2026-0004');
INSERT INTO "grams" VALUES('收官','2026-0004');
INSERT INTO "grams" VALUES('春运','2026-0004');
INSERT INTO "grams" VALUES('输局','2026-0004');
INSERT INTO "grams" VALUES('运收','2026-0004');
INSERT INTO "grams" VALUES('运输','2026-0004');
INSERT INTO "grams" VALUES('通运','2026-0004');
INSERT INTO "grams" VALUES('与启','2026-0005');
INSERT INTO "grams" VALUES('中卫','2026-0005');
INSERT INTO "grams" VALUES('交通','2026-0005');
INSERT INTO "grams" VALUES('做法','2026-0005');
INSERT INTO "grams" VALUES('卫市','2026-0005');
INSERT INTO "grams" VALUES('发展','2026-0005');
INSERT INTO "grams" VALUES('合发','2026-0005');
INSERT INTO "grams" VALUES('启示','2026-0005');
INSERT INTO "grams" VALUES('展示','2026-0005');
INSERT INTO "grams" VALUES('市打','2026-0005');
INSERT INTO "grams" VALUES('打造','2026-0005');
INSERT INTO "grams" VALUES('旅游','2026-0005');
INSERT INTO "grams" VALUES('法与','2026-0005');
INSERT INTO "grams" VALUES('游融','2026-0005');
INSERT INTO "grams" VALUES('的做','2026-0005');
INSERT INTO "grams" VALUES('示范','2026-0005');
INSERT INTO "grams" VALUES('线路','2026-0005');
INSERT INTO "grams" VALUES('范线','2026-0005');
INSERT INTO "grams" VALUES('融合','2026-0005');
INSERT INTO "grams" VALUES('路的','2026-0005');
INSERT INTO "grams" VALUES('通旅','2026-0005');
INSERT INTO "grams" VALUES('造交','2026-0005');
INSERT INTO "grams" VALUES('公路','2026-0006');
INSERT INTO "grams" VALUES('养护','2026-0006');
INSERT INTO "grams" VALUES('农村','2026-0006');
INSERT INTO "grams" VALUES('制见','2026-0006');
INSERT INTO "grams" VALUES('区农','2026-0006');
INSERT INTO "grams" VALUES('坡头','2026-0006');
INSERT INTO "grams" VALUES('头区','2026-0006');
INSERT INTO "grams" VALUES('实效','2026-0006');
INSERT INTO "grams" VALUES('护路','2026-0006');
INSERT INTO "grams" VALUES('村公','2026-0006');
INSERT INTO "grams" VALUES('沙坡','2026-0006');
INSERT INTO "grams" VALUES('见实','2026-0006');
INSERT INTO "grams" VALUES('路养','2026-0006');
INSERT INTO "grams" VALUES('路长','2026-0006');
INSERT INTO "grams" VALUES('长制','2026-0006');
INSERT INTO "grams" VALUES('中心','2026-0007');
INSERT INTO "grams" VALUES('乌玛','2026-0007');
INSERT INTO "grams" VALUES('公路','2026-0007');
INSERT INTO "grams" VALUES('夏公','2026-0007');
INSERT INTO "grams" VALUES('季定','2026-0007');
INSERT INTO "grams" VALUES('宁夏','2026-0007');
INSERT INTO "grams" VALUES('完成','2026-0007');
INSERT INTO "grams" VALUES('定期','2026-0007');
INSERT INTO "grams" VALUES('心完','2026-0007');
INSERT INTO "grams" VALUES('成乌','2026-0007');
INSERT INTO "grams" VALUES('春季','2026-0007');
INSERT INTO "grams" VALUES('期检','2026-0007');
INSERT INTO "grams" VALUES('桥梁','2026-0007');
INSERT INTO "grams" VALUES('梁春','2026-0007');
INSERT INTO "grams" VALUES('检查','2026-0007');
INSERT INTO "grams" VALUES('玛高','2026-0007');
INSERT INTO "grams" VALUES('理中','2026-0007');
INSERT INTO "grams" VALUES('管理','2026-0007');
INSERT INTO "grams" VALUES('路管','2026-0007');
INSERT INTO "grams" VALUES('速桥','2026-0007');
INSERT INTO "grams" VALUES('高速','2026-0007');
INSERT INTO "grams" VALUES('与企','2026-0008');
INSERT INTO "grams" VALUES('业共','2026-0008');
INSERT INTO "grams" VALUES('交通','2026-0008');
INSERT INTO "grams" VALUES('企业','2026-0008');
INSERT INTO "grams" VALUES('共建','2026-0008');
INSERT INTO "grams" VALUES('基地','2026-0008');
INSERT INTO "grams" VALUES('夏交','2026-0008');
INSERT INTO "grams" VALUES('学校','2026-0008');
INSERT INTO "grams" VALUES('宁夏','2026-0008');
INSERT INTO "grams" VALUES('实训','2026-0008');
INSERT INTO "grams" VALUES('建轨','2026-0008');
INSERT INTO "grams" VALUES('校与','2026-0008');
INSERT INTO "grams" VALUES('训基','2026-0008');
INSERT INTO "grams" VALUES('轨道','2026-0008');
INSERT INTO "grams" VALUES('通学','2026-0008');
INSERT INTO "grams" VALUES('通实','2026-0008');
INSERT INTO "grams" VALUES('道交','2026-0008');
INSERT INTO "grams" VALUES('中心','2026-0009');
INSERT INTO "grams" VALUES('事务','2026-0009');
INSERT INTO "grams" VALUES('出租','2026-0009');
INSERT INTO "grams" VALUES('务中','2026-0009');
INSERT INTO "grams" VALUES('务质','2026-0009');
INSERT INTO "grams" VALUES('动出','2026-0009');
INSERT INTO "grams" VALUES('区道','2026-0009');
INSERT INTO "grams" VALUES('升月','2026-0009');
INSERT INTO "grams" VALUES('启动','2026-0009');
INSERT INTO "grams" VALUES('心启','2026-0009');
INSERT INTO "grams" VALUES('提升','2026-0009');
INSERT INTO "grams" VALUES('服务','2026-0009');
INSERT INTO "grams" VALUES('汽车','2026-0009');
INSERT INTO "grams" VALUES('治区','2026-0009');
INSERT INTO "grams" VALUES('租汽','2026-0009');
INSERT INTO "grams" VALUES('自治','2026-0009');
INSERT INTO "grams" VALUES('质量','2026-0009');
INSERT INTO "grams" VALUES('路运','2026-0009');
INSERT INTO "grams" VALUES('车服','2026-0009');
INSERT INTO "grams" VALUES('输事','2026-0009');
INSERT INTO "grams" VALUES('运输','2026-0009');
INSERT INTO "grams" VALUES('道路','2026-0009');
INSERT INTO "grams" VALUES('量提','2026-0009');
INSERT INTO "grams" VALUES('交线','2026-0010');
INSERT INTO "grams" VALUES('优化','2026-0010');
INSERT INTO "grams" VALUES('公交','2026-0010');
INSERT INTO "grams" VALUES('化调','2026-0010');
INSERT INTO "grams" VALUES('周运','2026-0010');
INSERT INTO "grams" VALUES('川市','2026-0010');
INSERT INTO "grams" VALUES('市公','2026-0010');
INSERT INTO "grams" VALUES('平稳','2026-0010');
INSERT INTO "grams" VALUES('整首','2026-0010');
INSERT INTO "grams" VALUES('线网','2026-0010');
INSERT INTO "grams" VALUES('网优','2026-0010');
INSERT INTO "grams" VALUES('行平','2026-0010');
INSERT INTO "grams" VALUES('调整','2026-0010');
INSERT INTO "grams" VALUES('运行','2026-0010');
INSERT INTO "grams" VALUES('银川','2026-0010');
INSERT INTO "grams" VALUES('首周','2026-0010');
INSERT INTO "grams" VALUES('与应','2026-0011');
INSERT INTO "grams" VALUES('中心','2026-0011');
INSERT INTO "grams" VALUES('假期','2026-0011');
INSERT INTO "grams" VALUES('出行','2026-0011');
INSERT INTO "grams" VALUES('发布','2026-0011');
INSERT INTO "grams" VALUES('处置','2026-0011');
INSERT INTO "grams" VALUES('夏路','2026-0011');
INSERT INTO "grams" VALUES('宁夏','2026-0011');
INSERT INTO "grams" VALUES('布清','2026-0011');
INSERT INTO "grams" VALUES('应急','2026-0011');
INSERT INTO "grams" VALUES('心发','2026-0011');
INSERT INTO "grams" VALUES('急处','2026-0011');
INSERT INTO "grams" VALUES('明假','2026-0011');
INSERT INTO "grams" VALUES('期出','2026-0011');
INSERT INTO "grams" VALUES('测与','2026-0011');
INSERT INTO "grams" VALUES('清明','2026-0011');
INSERT INTO "grams" VALUES('监测','2026-0011');
INSERT INTO "grams" VALUES('研判','2026-0011');
INSERT INTO "grams" VALUES('网监','2026-0011');
INSERT INTO "grams" VALUES('置中','2026-0011');
INSERT INTO "grams" VALUES('行研','2026-0011');
INSERT INTO "grams" VALUES('路网','2026-0011');
INSERT INTO "grams" VALUES('修改','2026-0012');
INSERT INTO "grams" VALUES('合治','2026-0012');
INSERT INTO "grams" VALUES('嘴山','2026-0012');
INSERT INTO "grams" VALUES('展货','2026-0012');
INSERT INTO "grams" VALUES('山市','2026-0012');
INSERT INTO "grams" VALUES('市开','2026-0012');
INSERT INTO "grams" VALUES('开展','2026-0012');
INSERT INTO "grams" VALUES('改稿','2026-0012');
INSERT INTO "grams" VALUES('治理','2026-0012');
INSERT INTO "grams" VALUES('理修','2026-0012');
INSERT INTO "grams" VALUES('石嘴','2026-0012');
INSERT INTO "grams" VALUES('联合','2026-0012');
INSERT INTO "grams" VALUES('货车','2026-0012');
INSERT INTO "grams" VALUES('超载','2026-0012');
INSERT INTO "grams" VALUES('超限','2026-0012');
INSERT INTO "grams" VALUES('车超','2026-0012');
INSERT INTO "grams" VALUES('载联','2026-0012');
INSERT INTO "grams" VALUES('限超','2026-0012');
INSERT INTO "grams" VALUES('交通','2026-0013');
INSERT INTO "grams" VALUES('前道','2026-0013');
INSERT INTO "grams" VALUES('实开','2026-0013');
INSERT INTO "grams" VALUES('局扎','2026-0013');
INSERT INTO "grams" VALUES('展汛','2026-0013');
INSERT INTO "grams" VALUES('开展','2026-0013');
INSERT INTO "grams" VALUES('患排','2026-0013');
INSERT INTO "grams" VALUES('扎实','2026-0013');
INSERT INTO "grams" VALUES('排查','2026-0013');
INSERT INTO "grams" VALUES('汛前','2026-0013');
INSERT INTO "grams" VALUES('路隐','2026-0013');
INSERT INTO "grams" VALUES('通局','2026-0013');
INSERT INTO "grams" VALUES('道路','2026-0013');
INSERT INTO "grams" VALUES('隐患','2026-0013');
INSERT INTO "grams" VALUES('交通','2026-0014');
INSERT INTO "grams" VALUES('会议','2026-0014');
INSERT INTO "grams" VALUES('传工','2026-0014');
INSERT INTO "grams" VALUES('作会','2026-0014');
INSERT INTO "grams" VALUES('全区','2026-0014');
INSERT INTO "grams" VALUES('区交','2026-0014');
INSERT INTO "grams" VALUES('召开','2026-0014');
INSERT INTO "grams" VALUES('宣传','2026-0014');
INSERT INTO "grams" VALUES('工作','2026-0014');
INSERT INTO "grams" VALUES('议召','2026-0014');
INSERT INTO "grams" VALUES('输宣','2026-0014');
INSERT INTO "grams" VALUES('运输','2026-0014');
INSERT INTO "grams" VALUES('通运','2026-0014');
INSERT INTO "grams" VALUES('11','2026-0015');
INSERT INTO "grams" VALUES('1s','2026-0015');
INSERT INTO "grams" VALUES('77','2026-0015');
INSERT INTO "grams" VALUES('ak','2026-0015');
INSERT INTO "grams" VALUES('cr','2026-0015');
INSERT INTO "grams" VALUES('cu','2026-0015');
INSERT INTO "grams" VALUES('do','2026-0015');
INSERT INTO "grams" VALUES('en','2026-0015');
INSERT INTO "grams" VALUES('et','2026-0015');
INSERT INTO "grams" VALUES('ip','2026-0015');
INSERT INTO "grams" VALUES('it','2026-0015');
INSERT INTO "grams" VALUES('ke','2026-0015');
INSERT INTO "grams" VALUES('le','2026-0015');
INSERT INTO "grams" VALUES('me','2026-0015');
INSERT INTO "grams" VALUES('ns','2026-0015');
INSERT INTO "grams" VALUES('nt','2026-0015');
INSERT INTO "grams" VALUES('oc','2026-0015');
INSERT INTO "grams" VALUES('pt','2026-0015');
INSERT INTO "grams" VALUES('ri','2026-0015');
INSERT INTO "grams" VALUES('sc','2026-0015');
INSERT INTO "grams" VALUES('t7','2026-0015');
INSERT INTO "grams" VALUES('ta','2026-0015');
INSERT INTO "grams" VALUES('td','2026-0015');
INSERT INTO "grams" VALUES('ti','2026-0015');
INSERT INTO "grams" VALUES('tl','2026-0015');
INSERT INTO "grams" VALUES('tt','2026-0015');
INSERT INTO "grams" VALUES('um','2026-0015');
CREATE TABLE history (
	period TEXT NOT NULL, 
	unit_id INTEGER NOT NULL, 
	total TEXT NOT NULL, 
	share TEXT, 
	note TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_history PRIMARY KEY (period, unit_id), 
	CONSTRAINT fk_history_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "history" VALUES('2025Q3',1,'37.5','4.2','手工');
CREATE TABLE instructions (
	id INTEGER NOT NULL, 
	serial TEXT NOT NULL, 
	leader TEXT DEFAULT '' NOT NULL, 
	level TEXT DEFAULT '' NOT NULL, 
	happened_on DATE NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	entered_at VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_instructions PRIMARY KEY (id), 
	CONSTRAINT uq_instructions_serial_leader_happened_on UNIQUE (serial, leader, happened_on), 
	CONSTRAINT fk_instructions_serial FOREIGN KEY(serial) REFERENCES submissions (serial)
);
INSERT INTO "instructions" VALUES(1,'2026-0001','张三','厅领导','2026-03-21','阅','2026-03-26T01:40:00.000000Z');
CREATE TABLE issue_items (
	issue_id INTEGER NOT NULL, 
	serial TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	form TEXT DEFAULT '' NOT NULL, 
	heading TEXT DEFAULT '' NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_issue_items PRIMARY KEY (issue_id, serial), 
	CONSTRAINT fk_issue_items_issue_id FOREIGN KEY(issue_id) REFERENCES issues (id), 
	CONSTRAINT fk_issue_items_serial FOREIGN KEY(serial) REFERENCES submissions (serial)
);
INSERT INTO "issue_items" VALUES(1,'2026-0001',1,'单条','要闻','全文');
CREATE TABLE issues (
	id INTEGER NOT NULL, 
	publication TEXT DEFAULT '' NOT NULL, 
	year INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	dated DATE NOT NULL, 
	state TEXT NOT NULL, 
	made_by TEXT DEFAULT '' NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	published_at VARCHAR(27), 
	CONSTRAINT pk_issues PRIMARY KEY (id), 
	CONSTRAINT uq_issues_publication_year_number UNIQUE (publication, year, number)
);
INSERT INTO "issues" VALUES(1,'宁夏交通信息',2026,12,'2026-03-20','published','赵敏','2026-03-26T01:40:00.000000Z','2026-03-26T01:40:00.000000Z');
CREATE TABLE journal (
	id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	who TEXT DEFAULT '' NOT NULL, 
	did TEXT DEFAULT '' NOT NULL, 
	subject TEXT NOT NULL, 
	because TEXT DEFAULT '' NOT NULL, 
	details JSON DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (id)
);
INSERT INTO "journal" VALUES(1,'2026-02-24T01:40:00.000000Z','cli','added as admin','user:王主任','','{}');
INSERT INTO "journal" VALUES(2,'2026-02-24T01:40:00.000000Z','cli','added as clerk','user:赵敏','','{}');
INSERT INTO "journal" VALUES(3,'2026-02-24T01:40:00.000000Z','cli','added as viewer','user:访客','','{}');
INSERT INTO "journal" VALUES(4,'2026-03-24T01:40:00.000000Z','赵敏','decide: keep','submission:2026-0001','电话核实后补正','{"category":"动态"}');
INSERT INTO "journal" VALUES(5,'2026-03-23T01:40:00.000000Z','王主任','answering = office','switch:answering','','{}');
CREATE TABLE leases (
	name TEXT NOT NULL, 
	owner TEXT DEFAULT '' NOT NULL, 
	fence BIGINT NOT NULL, 
	until VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_leases PRIMARY KEY (name)
);
INSERT INTO "leases" VALUES('poll','office/1',7,'2026-03-26T01:40:00.000000Z');
CREATE TABLE originals (
	sha256 TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	zstd BLOB NOT NULL, 
	CONSTRAINT pk_originals PRIMARY KEY (sha256)
);
INSERT INTO "originals" VALUES('9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',135,X'28B52FFD2087CD0200C40446726F6D3A20756E6974303140732E6578616D706C650D0A5375626A6563743A203C7363726970743E646F63756D656E742E7469746C653D2774616B656E273C2F7B7B372A377D7D0D0A0D0A030055153D099590ACF205');
INSERT INTO "originals" VALUES('3b3ee2d007f68e278817f1533c390667bd76f8782c3f4285a0e1b0ea0123df62',20,X'28B52FFD2014A100005375626A6563743A20646565700D0A0D0A2E2E2E');
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	about JSON NOT NULL, 
	serial TEXT, 
	answers BIGINT, 
	state TEXT NOT NULL, 
	queued_at VARCHAR(27) NOT NULL, 
	due_at VARCHAR(27) NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	lease_owner TEXT, 
	lease_until VARCHAR(27), 
	message_id TEXT, 
	token TEXT, 
	subject TEXT, 
	template TEXT, 
	facts JSON, 
	bytes BLOB, 
	settled_at VARCHAR(27), 
	outcome TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT uq_outbox_kind_recipient_key UNIQUE (kind, recipient, "key")
);
INSERT INTO "outbox" VALUES(1,'reminder','unit01@units.example','2026-03/1','{"serial":"2026-0001","answers":"1"}','2026-0001',1,'shown','2026-03-26T00:40:00.000000Z','2026-03-26T00:40:00.000000Z',0,NULL,NULL,NULL,NULL,'本月政务信息报送提醒',NULL,NULL,X'5375626A6563743A2072656D696E6465720D0A436F6E74656E742D547970653A20746578742F706C61696E3B20636861727365743D7574662D380D0A0D0AE682A8E5A5BDEFBC9AE69CACE69C88E8BF98E5B7AEE4B880E4BBB6E380823C7363726970743E646F63756D656E742E7469746C653D2774616B656E273C2F7363726970743E7B7B372A377D7D0D0A',NULL,'');
INSERT INTO "outbox" VALUES(2,'reminder','unit02@units.example','2026-03/2','{"serial":"2026-0002","answers":"2"}','2026-0002',2,'sent','2026-03-25T23:40:00.000000Z','2026-03-25T23:40:00.000000Z',0,NULL,NULL,NULL,NULL,'本月政务信息报送提醒',NULL,NULL,X'5375626A6563743A2072656D696E6465720D0A436F6E74656E742D547970653A20746578742F706C61696E3B20636861727365743D7574662D380D0A0D0AE682A8E5A5BDEFBC9AE69CACE69C88E8BF98E5B7AEE4B880E4BBB6E380823C7363726970743E646F63756D656E742E7469746C653D2774616B656E273C2F7363726970743E7B7B372A377D7D0D0A',NULL,'');
INSERT INTO "outbox" VALUES(3,'reminder','unit03@units.example','2026-03/3','{"serial":"2026-0003","answers":"3"}','2026-0003',3,'unknown','2026-03-25T22:40:00.000000Z','2026-03-25T22:40:00.000000Z',0,NULL,NULL,NULL,NULL,'本月政务信息报送提醒',NULL,NULL,X'5375626A6563743A2072656D696E6465720D0A436F6E74656E742D547970653A20746578742F706C61696E3B20636861727365743D7574662D380D0A0D0AE682A8E5A5BDEFBC9AE69CACE69C88E8BF98E5B7AEE4B880E4BBB6E380823C7363726970743E646F63756D656E742E7469746C653D2774616B656E273C2F7363726970743E7B7B372A377D7D0D0A',NULL,'');
INSERT INTO "outbox" VALUES(4,'reminder','unit04@units.example','2026-03/4','{"serial":"2026-0004","answers":"4"}','2026-0004',4,'queued','2026-03-25T21:40:00.000000Z','2026-03-25T21:40:00.000000Z',0,NULL,NULL,NULL,NULL,'本月政务信息报送提醒',NULL,NULL,X'5375626A6563743A2072656D696E6465720D0A436F6E74656E742D547970653A20746578742F706C61696E3B20636861727365743D7574662D380D0A0D0AE682A8E5A5BDEFBC9AE69CACE69C88E8BF98E5B7AEE4B880E4BBB6E380823C7363726970743E646F63756D656E742E7469746C653D2774616B656E273C2F7363726970743E7B7B372A377D7D0D0A',NULL,'');
CREATE TABLE persons (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	address TEXT DEFAULT '' NOT NULL, 
	phone TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_persons PRIMARY KEY (id), 
	CONSTRAINT fk_persons_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "persons" VALUES(1,1,'officer','李娜','unit01@units.example','0951-6000001');
INSERT INTO "persons" VALUES(2,2,'officer','李娜','unit02@units.example','0951-6000002');
INSERT INTO "persons" VALUES(3,3,'officer','李娜','unit03@units.example','0951-6000003');
INSERT INTO "persons" VALUES(4,4,'officer','李娜','unit04@units.example','0951-6000004');
INSERT INTO "persons" VALUES(5,5,'officer','李娜','unit05@units.example','0951-6000005');
INSERT INTO "persons" VALUES(6,6,'officer','李娜','unit06@units.example','0951-6000006');
INSERT INTO "persons" VALUES(7,7,'officer','李娜','unit07@units.example','0951-6000007');
INSERT INTO "persons" VALUES(8,8,'officer','李娜','unit08@units.example','0951-6000008');
INSERT INTO "persons" VALUES(9,9,'officer','李娜','unit09@units.example','0951-6000009');
INSERT INTO "persons" VALUES(10,10,'officer','李娜','unit10@units.example','0951-6000010');
INSERT INTO "persons" VALUES(11,11,'officer','李娜','unit11@units.example','0951-6000011');
INSERT INTO "persons" VALUES(12,12,'officer','李娜','unit12@units.example','0951-6000012');
INSERT INTO "persons" VALUES(13,13,'officer','李娜','unit13@units.example','0951-6000013');
INSERT INTO "persons" VALUES(14,14,'officer','李娜','unit14@units.example','0951-6000014');
INSERT INTO "persons" VALUES(15,15,'officer','李娜','unit15@units.example','0951-6000015');
INSERT INTO "persons" VALUES(16,16,'officer','李娜','unit16@units.example','0951-6000016');
INSERT INTO "persons" VALUES(17,17,'officer','李娜','unit17@units.example','0951-6000017');
INSERT INTO "persons" VALUES(18,18,'officer','李娜','unit18@units.example','0951-6000018');
INSERT INTO "persons" VALUES(19,19,'officer','李娜','unit19@units.example','0951-6000019');
CREATE TABLE proposals (
	id INTEGER NOT NULL, 
	serial TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	other TEXT, 
	evidence TEXT DEFAULT '' NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	settled_at VARCHAR(27), 
	settled TEXT DEFAULT '' NOT NULL, commission TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_proposals PRIMARY KEY (id), 
	CONSTRAINT fk_proposals_serial FOREIGN KEY(serial) REFERENCES submissions (serial), 
	CONSTRAINT fk_proposals_other FOREIGN KEY(other) REFERENCES submissions (serial)
);
INSERT INTO "proposals" VALUES(1,'2026-0012','correction','2026-0002','标题注明修改稿，与前一件标题相同、正文有改动','2026-03-26T01:40:00.000000Z',NULL,'','');
CREATE TABLE remarks (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	kind TEXT DEFAULT '' NOT NULL, 
	points TEXT, 
	serial TEXT, 
	happened_on DATE NOT NULL, 
	because TEXT DEFAULT '' NOT NULL, 
	fingerprint TEXT, 
	entered_at VARCHAR(27) NOT NULL, 
	withdrawn_at VARCHAR(27), 
	CONSTRAINT pk_remarks PRIMARY KEY (id), 
	CONSTRAINT fk_remarks_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_remarks_serial FOREIGN KEY(serial) REFERENCES submissions (serial), 
	CONSTRAINT uq_remarks_fingerprint UNIQUE (fingerprint)
);
INSERT INTO "remarks" VALUES(1,1,'praise','1.5','2026-0001','2026-03-23','线索准确','ffffffffffffffff','2026-03-26T01:40:00.000000Z',NULL);
CREATE TABLE reminded (
	unit_id INTEGER NOT NULL, 
	duty TEXT NOT NULL, 
	period TEXT NOT NULL, 
	stage INTEGER NOT NULL, 
	reminded_at VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_reminded PRIMARY KEY (unit_id, duty, period, stage), 
	CONSTRAINT fk_reminded_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)
);
INSERT INTO "reminded" VALUES(4,'month','2026-03',5,'2026-03-26T01:40:00.000000Z');
CREATE TABLE runs (
	job TEXT NOT NULL, 
	period TEXT NOT NULL, 
	state TEXT NOT NULL, 
	owner TEXT DEFAULT '' NOT NULL, 
	lease_until VARCHAR(27), 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	started_at VARCHAR(27) NOT NULL, 
	finished_at VARCHAR(27), 
	outcome TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (job, period)
);
INSERT INTO "runs" VALUES('remind','2026-03-26','finished','office/1',NULL,1,'2026-03-26T01:40:00.000000Z','2026-03-26T01:40:00.000000Z','1');
CREATE TABLE scores (
	id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	edition TEXT DEFAULT '' NOT NULL, 
	sheet JSON NOT NULL, 
	facts_digest TEXT DEFAULT '' NOT NULL, 
	because TEXT DEFAULT '' NOT NULL, 
	made_by TEXT DEFAULT '' NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	published_at VARCHAR(27), 
	CONSTRAINT pk_scores PRIMARY KEY (id), 
	CONSTRAINT uq_scores_period_revision UNIQUE (period, revision)
);
INSERT INTO "scores" VALUES(1,'2025Q4',1,'2021-03-19','{"period":"2025Q4","edition":"ningxia-transport/2021-03-19","readings":[{"id":"C1","text":"同一信息被两种刊物采用的，只记最高分，不另加低档分。"}],"groups":[{"group":"第一组","note":"","units":[{"unit":"银川市交通运输局","unit_id":1,"total":"23","share":"5.00","rank":1,"year_to_date":"23","named":[],"named_because":[],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]},{"points":"8","article":"11(2)1","because":"《宁夏交通信息》采用（单条）","on":"2026-03-20","serial":"2026-0001","evidence":["adoption:1","submission:2026-0001"]}]},{"unit":"石嘴山市交通运输局","unit_id":2,"total":"21","share":"4.57","rank":2,"year_to_date":"21","named":[],"named_because":[],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]},{"points":"6","article":"11(2)1","because":"《宁夏交通信息》采用（单条）","on":"2026-03-20","serial":"2026-0002","evidence":["submission:2026-0002"]}]},{"unit":"吴忠市交通运输局","unit_id":3,"total":"19","share":"4.13","rank":3,"year_to_date":"19","named":[],"named_because":[],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]},{"points":"4","article":"11(2)1","because":"《宁夏交通信息》采用（单条）","on":"2026-03-20","serial":"2026-0003","evidence":["submission:2026-0003"]}]},{"unit":"固原市交通运输局","unit_id":4,"total":"17","share":"3.70","rank":4,"year_to_date":"17","named":[],"named_because":[],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]},{"points":"2","article":"11(2)1","because":"《宁夏交通信息》采用（单条）","on":"2026-03-20","serial":"2026-0004","evidence":["submission:2026-0004"]}]},{"unit":"中卫市交通运输局","unit_id":5,"total":"15","share":"3.26","rank":5,"year_to_date":"15","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]}]},{"unit":"灵武市交通运输局","unit_id":6,"total":"15","share":"3.26","rank":6,"year_to_date":"15","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]}]},{"unit":"平罗县交通运输局","unit_id":7,"total":"15","share":"3.26","rank":7,"year_to_date":"15","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]}]},{"unit":"青铜峡市交通运输局","unit_id":8,"total":"10","share":"2.17","rank":8,"year_to_date":"10","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]}]},{"unit":"西吉县交通运输局","unit_id":9,"total":"10","share":"2.17","rank":9,"year_to_date":"10","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]}]},{"unit":"沙坡头区交通运输局","unit_id":10,"total":"10","share":"2.17","rank":10,"year_to_date":"10","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]}]},{"unit":"宁夏公路管理中心","unit_id":11,"total":"10","share":"2.17","rank":11,"year_to_date":"10","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]}]},{"unit":"宁夏路网监测与应急处置中心","unit_id":12,"total":"5","share":"1.09","rank":12,"year_to_date":"5","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]}]},{"unit":"综合规划处","unit_id":13,"total":"5","share":"1.09","rank":13,"year_to_date":"5","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]}]},{"unit":"运输服务处","unit_id":14,"total":"5","share":"1.09","rank":14,"year_to_date":"5","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]}]}]},{"group":"第二组","note":"","units":[{"unit":"宁夏交通学校","unit_id":15,"total":"23","share":"5.00","rank":1,"year_to_date":"23","named":[],"named_because":[],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]},{"points":"8","article":"11(2)1","because":"《宁夏交通信息》采用（单条）","on":"2026-03-20","serial":"2026-0001","evidence":["adoption:1","submission:2026-0001"]}]},{"unit":"自治区道路运输事务中心","unit_id":16,"total":"21","share":"4.57","rank":2,"year_to_date":"21","named":[],"named_because":[],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]},{"points":"6","article":"11(2)1","because":"《宁夏交通信息》采用（单条）","on":"2026-03-20","serial":"2026-0002","evidence":["submission:2026-0002"]}]},{"unit":"自治区交通宣传事务中心","unit_id":17,"total":"19","share":"4.13","rank":3,"year_to_date":"19","named":[],"named_because":[],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]},{"points":"4","article":"11(2)1","because":"《宁夏交通信息》采用（单条）","on":"2026-03-20","serial":"2026-0003","evidence":["submission:2026-0003"]}]},{"unit":"科技处","unit_id":18,"total":"17","share":"3.70","rank":4,"year_to_date":"17","named":[],"named_because":[],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]},{"points":"2","article":"11(2)1","because":"《宁夏交通信息》采用（单条）","on":"2026-03-20","serial":"2026-0004","evidence":["submission:2026-0004"]}]},{"unit":"财务审计处","unit_id":19,"total":"15","share":"3.26","rank":5,"year_to_date":"15","named":["零采用"],"named_because":[["零采用","11(1)3","本季度没有被采用的信息"]],"lines":[{"points":"5","article":"11(1)","because":"1月完成报送任务","on":"2026-01-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"2月完成报送任务","on":"2026-02-28","serial":null,"evidence":[]},{"points":"5","article":"11(1)","because":"3月完成报送任务","on":"2026-03-28","serial":null,"evidence":[]}]}]}]}','','','赵敏','2026-03-26T01:40:00.000000Z',NULL);
CREATE TABLE sightings (
	id BIGINT NOT NULL, 
	account TEXT NOT NULL, 
	folder TEXT NOT NULL, 
	uidvalidity BIGINT NOT NULL, 
	uid BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	role TEXT, 
	reason TEXT DEFAULT '' NOT NULL, 
	because TEXT DEFAULT '' NOT NULL, 
	arrived_at VARCHAR(27) NOT NULL, 
	seen_at VARCHAR(27) NOT NULL, 
	size BIGINT DEFAULT '0' NOT NULL, 
	sha256 TEXT, 
	message_id TEXT, 
	ancestors JSON DEFAULT '[]' NOT NULL, 
	from_address TEXT DEFAULT '' NOT NULL, 
	from_name TEXT DEFAULT '' NOT NULL, 
	subject TEXT DEFAULT '' NOT NULL, 
	attachments JSON DEFAULT '[]' NOT NULL, 
	serial TEXT, 
	answerable BOOLEAN DEFAULT 0 NOT NULL, 
	answer_to TEXT DEFAULT '' NOT NULL, 
	answer_because TEXT DEFAULT '' NOT NULL, 
	trust TEXT DEFAULT 'unverified' NOT NULL, 
	mark TEXT, 
	keyed_hash TEXT, 
	CONSTRAINT pk_sightings PRIMARY KEY (id), 
	CONSTRAINT uq_sightings_account_folder_uidvalidity_uid UNIQUE (account, folder, uidvalidity, uid), 
	CONSTRAINT fk_sightings_serial FOREIGN KEY(serial) REFERENCES submissions (serial)
);
INSERT INTO "sightings" VALUES(15,'jtzwxx@mail.example','INBOX',1,15,'recorded','new','','','2026-02-14T01:40:00.000000Z','2026-03-26T01:40:00.000000Z',31015,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit01@units.example','银川市交通运输局','银川市交通运输局＋=1+1<script>document.title=''taken''</script>{{7*7}}','["<script>document.title=''taken''</script>{{7*7}}"]','2026-0015',1,'unit01@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(1,'jtzwxx@mail.example','INBOX',1,1,'recorded','new','','','2026-03-06T02:17:00.000000Z','2026-03-26T01:40:00.000000Z',31001,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit01@units.example','银川市交通运输局','银川市交通运输局＋银川市全面推行“不见面”办理道路运输证照','["银川市全面推行“不见面”办理道路运输证照.docx"]','2026-0001',1,'unit01@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(2,'jtzwxx@mail.example','INBOX',1,2,'recorded','new','','','2026-03-09T03:34:00.000000Z','2026-03-26T01:40:00.000000Z',31002,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit02@units.example','石嘴山市交通运输局','石嘴山市交通运输局＋石嘴山市开展货车超限超载联合治理','["石嘴山市开展货车超限超载联合治理.docx"]','2026-0002',1,'unit02@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(3,'jtzwxx@mail.example','INBOX',1,3,'recorded','new','','','2026-03-11T04:51:00.000000Z','2026-03-26T01:40:00.000000Z',31003,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit03@units.example','吴忠市交通运输局','吴忠市交通运输局＋吴忠市“四好农村路”建设驶入快车道','["吴忠市“四好农村路”建设驶入快车道.docx"]','2026-0003',1,'unit03@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(4,'jtzwxx@mail.example','INBOX',1,4,'recorded','new','','','2026-03-12T05:08:00.000000Z','2026-03-26T01:40:00.000000Z',31004,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit04@units.example','固原市交通运输局','固原市交通运输局＋固原市交通运输局多措并举做好春运收官工作','["固原市交通运输局多措并举做好春运收官工作.docx"]','2026-0004',1,'unit04@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(5,'jtzwxx@mail.example','INBOX',1,5,'recorded','new','','','2026-03-13T06:25:00.000000Z','2026-03-26T01:40:00.000000Z',31005,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit05@units.example','中卫市交通运输局','中卫市交通运输局＋中卫市打造“交通＋旅游”融合发展示范线路的做法与启示','["中卫市打造“交通＋旅游”融合发展示范线路的做法与启示.docx"]','2026-0005',1,'unit05@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(6,'jtzwxx@mail.example','INBOX',1,6,'recorded','new','','','2026-03-13T07:42:00.000000Z','2026-03-26T01:40:00.000000Z',31006,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit10@units.example','沙坡头区交通运输局','沙坡头区交通运输局＋沙坡头区农村公路养护“路长制”见实效','["沙坡头区农村公路养护“路长制”见实效.docx"]','2026-0006',1,'unit10@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(7,'jtzwxx@mail.example','INBOX',1,7,'recorded','new','','','2026-03-17T08:59:00.000000Z','2026-03-26T01:40:00.000000Z',31007,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit11@units.example','宁夏公路管理中心','宁夏公路管理中心＋宁夏公路管理中心完成乌玛高速桥梁春季定期检查','["宁夏公路管理中心完成乌玛高速桥梁春季定期检查.docx"]','2026-0007',1,'unit11@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(8,'jtzwxx@mail.example','INBOX',1,8,'recorded','new','','','2026-03-19T01:16:00.000000Z','2026-03-26T01:40:00.000000Z',31008,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit15@units.example','宁夏交通学校','宁夏交通学校＋宁夏交通学校与企业共建轨道交通实训基地','["宁夏交通学校与企业共建轨道交通实训基地.docx"]','2026-0008',1,'unit15@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(9,'jtzwxx@mail.example','INBOX',1,9,'recorded','new','','','2026-03-20T02:33:00.000000Z','2026-03-26T01:40:00.000000Z',31009,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit16@units.example','自治区道路运输事务中心','自治区道路运输事务中心＋自治区道路运输事务中心启动出租汽车服务质量提升月','["自治区道路运输事务中心启动出租汽车服务质量提升月.docx"]','2026-0009',1,'unit16@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(10,'jtzwxx@mail.example','INBOX',1,10,'recorded','new','','','2026-03-20T03:50:00.000000Z','2026-03-26T01:40:00.000000Z',31010,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit01@units.example','银川市交通运输局','银川市交通运输局＋银川市公交线网优化调整首周运行平稳','["银川市公交线网优化调整首周运行平稳.docx"]','2026-0010',1,'unit01@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(11,'jtzwxx@mail.example','INBOX',1,11,'recorded','new','','','2026-03-23T04:07:00.000000Z','2026-03-26T01:40:00.000000Z',31011,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit12@units.example','宁夏路网监测与应急处置中心','宁夏路网监测与应急处置中心＋宁夏路网监测与应急处置中心发布清明假期出行研判','["宁夏路网监测与应急处置中心发布清明假期出行研判.docx"]','2026-0011',1,'unit12@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(13,'jtzwxx@mail.example','INBOX',1,13,'recorded','new','','','2026-03-23T06:25:00.000000Z','2026-03-26T01:40:00.000000Z',31013,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit40@units.example','平罗交通','平罗交通＋交通局扎实开展汛前道路隐患排查','[]','2026-0013',1,'unit40@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(12,'jtzwxx@mail.example','INBOX',1,12,'recorded','new','','','2026-03-25T05:24:00.000000Z','2026-03-26T01:40:00.000000Z',31012,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit02@units.example','石嘴山市交通运输局','石嘴山市交通运输局＋石嘴山市开展货车超限超载联合治理（修改稿）','["石嘴山市开展货车超限超载联合治理（修改稿）.docx"]','2026-0012',1,'unit02@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(14,'jtzwxx@mail.example','INBOX',1,14,'recorded','new','','','2026-03-26T00:52:00.000000Z','2026-03-26T01:40:00.000000Z',31014,'9e584a756258badb4d51db73fd8f82ff94ede5c8a35a11fe1a04b24fbfb20907',NULL,'[]','unit17@units.example','自治区交通宣传事务中心','自治区交通宣传事务中心＋全区交通运输宣传工作会议召开','[]','2026-0014',1,'unit17@units.example','','verified',NULL,NULL);
INSERT INTO "sightings" VALUES(16,'jtzwxx@mail.example','INBOX',1,16,'set-aside',NULL,'bounce','','2026-03-24T09:40:00.000000Z','2026-03-26T01:40:00.000000Z',0,NULL,NULL,'[]','someone@elsewhere.example','','系统退信 Mail Delivery System','[]',NULL,0,'','','unverified',NULL,NULL);
INSERT INTO "sightings" VALUES(17,'jtzwxx@mail.example','INBOX',1,17,'set-aside',NULL,'robot','','2026-03-24T08:40:00.000000Z','2026-03-26T01:40:00.000000Z',0,NULL,NULL,'[]','someone@elsewhere.example','','自动回复：已收到您的邮件','[]',NULL,0,'','','unverified',NULL,NULL);
INSERT INTO "sightings" VALUES(18,'jtzwxx@mail.example','INBOX',1,18,'set-aside',NULL,'correspondence','','2026-03-24T07:40:00.000000Z','2026-03-26T01:40:00.000000Z',0,NULL,NULL,'[]','someone@elsewhere.example','','关于参加座谈会人员名单的回复','[]',NULL,0,'','','unverified',NULL,NULL);
INSERT INTO "sightings" VALUES(19,'jtzwxx@mail.example','INBOX',1,19,'sealed',NULL,'','','2026-03-20T01:40:00.000000Z','2026-03-26T01:40:00.000000Z',0,NULL,NULL,'[]','unit06@units.example','','','[]',NULL,0,'','','unverified','秘密','5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e');
INSERT INTO "sightings" VALUES(20,'jtzwxx@mail.example','INBOX',1,20,'quarantined',NULL,'附件层数过多，超过读取上限','','2026-03-24T01:40:00.000000Z','2026-03-26T01:40:00.000000Z',412118,'3b3ee2d007f68e278817f1533c390667bd76f8782c3f4285a0e1b0ea0123df62',NULL,'[]','unit08@units.example','青铜峡市交通运输局','青铜峡市交通运输局＋治超工作动态','[]',NULL,0,'','','unverified',NULL,NULL);
CREATE TABLE sketches (
	mark BIGINT NOT NULL, 
	serial TEXT NOT NULL, 
	CONSTRAINT pk_sketches PRIMARY KEY (mark, serial), 
	CONSTRAINT fk_sketches_serial FOREIGN KEY(serial) REFERENCES submissions (serial)
)
 WITHOUT ROWID

;
INSERT INTO "sketches" VALUES(3349906,'2026-0001');
INSERT INTO "sketches" VALUES(21496358,'2026-0001');
INSERT INTO "sketches" VALUES(78518320,'2026-0001');
INSERT INTO "sketches" VALUES(87072373,'2026-0001');
INSERT INTO "sketches" VALUES(94403151,'2026-0001');
INSERT INTO "sketches" VALUES(157949046,'2026-0001');
INSERT INTO "sketches" VALUES(248158899,'2026-0001');
INSERT INTO "sketches" VALUES(266820854,'2026-0001');
INSERT INTO "sketches" VALUES(291393707,'2026-0001');
INSERT INTO "sketches" VALUES(313964878,'2026-0001');
INSERT INTO "sketches" VALUES(315769177,'2026-0001');
INSERT INTO "sketches" VALUES(361746275,'2026-0001');
INSERT INTO "sketches" VALUES(375882452,'2026-0001');
INSERT INTO "sketches" VALUES(401334001,'2026-0001');
INSERT INTO "sketches" VALUES(432209580,'2026-0001');
INSERT INTO "sketches" VALUES(481626012,'2026-0001');
INSERT INTO "sketches" VALUES(502133720,'2026-0001');
INSERT INTO "sketches" VALUES(543944214,'2026-0001');
INSERT INTO "sketches" VALUES(557069549,'2026-0001');
INSERT INTO "sketches" VALUES(569651664,'2026-0001');
INSERT INTO "sketches" VALUES(573639004,'2026-0001');
INSERT INTO "sketches" VALUES(582515287,'2026-0001');
INSERT INTO "sketches" VALUES(615096461,'2026-0001');
INSERT INTO "sketches" VALUES(756463245,'2026-0001');
INSERT INTO "sketches" VALUES(21496358,'2026-0002');
INSERT INTO "sketches" VALUES(78518320,'2026-0002');
INSERT INTO "sketches" VALUES(87072373,'2026-0002');
INSERT INTO "sketches" VALUES(94403151,'2026-0002');
INSERT INTO "sketches" VALUES(157949046,'2026-0002');
INSERT INTO "sketches" VALUES(206295174,'2026-0002');
INSERT INTO "sketches" VALUES(248158899,'2026-0002');
INSERT INTO "sketches" VALUES(266820854,'2026-0002');
INSERT INTO "sketches" VALUES(291393707,'2026-0002');
INSERT INTO "sketches" VALUES(313964878,'2026-0002');
INSERT INTO "sketches" VALUES(315769177,'2026-0002');
INSERT INTO "sketches" VALUES(375882452,'2026-0002');
INSERT INTO "sketches" VALUES(481626012,'2026-0002');
INSERT INTO "sketches" VALUES(502133720,'2026-0002');
INSERT INTO "sketches" VALUES(543944214,'2026-0002');
INSERT INTO "sketches" VALUES(557069549,'2026-0002');
INSERT INTO "sketches" VALUES(569651664,'2026-0002');
INSERT INTO "sketches" VALUES(573639004,'2026-0002');
INSERT INTO "sketches" VALUES(582515287,'2026-0002');
INSERT INTO "sketches" VALUES(613523688,'2026-0002');
INSERT INTO "sketches" VALUES(821227696,'2026-0002');
INSERT INTO "sketches" VALUES(960802117,'2026-0002');
INSERT INTO "sketches" VALUES(1069522030,'2026-0002');
INSERT INTO "sketches" VALUES(1190474046,'2026-0002');
INSERT INTO "sketches" VALUES(21496358,'2026-0003');
INSERT INTO "sketches" VALUES(68388989,'2026-0003');
INSERT INTO "sketches" VALUES(78518320,'2026-0003');
INSERT INTO "sketches" VALUES(87072373,'2026-0003');
INSERT INTO "sketches" VALUES(94403151,'2026-0003');
INSERT INTO "sketches" VALUES(123322758,'2026-0003');
INSERT INTO "sketches" VALUES(157949046,'2026-0003');
INSERT INTO "sketches" VALUES(246415409,'2026-0003');
INSERT INTO "sketches" VALUES(248158899,'2026-0003');
INSERT INTO "sketches" VALUES(266820854,'2026-0003');
INSERT INTO "sketches" VALUES(291393707,'2026-0003');
INSERT INTO "sketches" VALUES(313964878,'2026-0003');
INSERT INTO "sketches" VALUES(315769177,'2026-0003');
INSERT INTO "sketches" VALUES(342493007,'2026-0003');
INSERT INTO "sketches" VALUES(375882452,'2026-0003');
INSERT INTO "sketches" VALUES(394430268,'2026-0003');
INSERT INTO "sketches" VALUES(481626012,'2026-0003');
INSERT INTO "sketches" VALUES(502133720,'2026-0003');
INSERT INTO "sketches" VALUES(543944214,'2026-0003');
INSERT INTO "sketches" VALUES(557069549,'2026-0003');
INSERT INTO "sketches" VALUES(569651664,'2026-0003');
INSERT INTO "sketches" VALUES(573639004,'2026-0003');
INSERT INTO "sketches" VALUES(582515287,'2026-0003');
INSERT INTO "sketches" VALUES(646002580,'2026-0003');
INSERT INTO "sketches" VALUES(21496358,'2026-0004');
INSERT INTO "sketches" VALUES(78518320,'2026-0004');
INSERT INTO "sketches" VALUES(87072373,'2026-0004');
INSERT INTO "sketches" VALUES(94403151,'2026-0004');
INSERT INTO "sketches" VALUES(157949046,'2026-0004');
INSERT INTO "sketches" VALUES(248158899,'2026-0004');
INSERT INTO "sketches" VALUES(266820854,'2026-0004');
INSERT INTO "sketches" VALUES(291393707,'2026-0004');
INSERT INTO "sketches" VALUES(313964878,'2026-0004');
INSERT INTO "sketches" VALUES(315769177,'2026-0004');
INSERT INTO "sketches" VALUES(375882452,'2026-0004');
INSERT INTO "sketches" VALUES(439968154,'2026-0004');
INSERT INTO "sketches" VALUES(481626012,'2026-0004');
INSERT INTO "sketches" VALUES(502133720,'2026-0004');
INSERT INTO "sketches" VALUES(543944214,'2026-0004');
INSERT INTO "sketches" VALUES(557069549,'2026-0004');
INSERT INTO "sketches" VALUES(569651664,'2026-0004');
INSERT INTO "sketches" VALUES(573639004,'2026-0004');
INSERT INTO "sketches" VALUES(582515287,'2026-0004');
INSERT INTO "sketches" VALUES(647976861,'2026-0004');
INSERT INTO "sketches" VALUES(821227696,'2026-0004');
INSERT INTO "sketches" VALUES(1069522030,'2026-0004');
INSERT INTO "sketches" VALUES(1174602452,'2026-0004');
INSERT INTO "sketches" VALUES(1190474046,'2026-0004');
INSERT INTO "sketches" VALUES(2972294,'2026-0005');
INSERT INTO "sketches" VALUES(21496358,'2026-0005');
INSERT INTO "sketches" VALUES(78518320,'2026-0005');
INSERT INTO "sketches" VALUES(87072373,'2026-0005');
INSERT INTO "sketches" VALUES(94403151,'2026-0005');
INSERT INTO "sketches" VALUES(125025522,'2026-0005');
INSERT INTO "sketches" VALUES(157949046,'2026-0005');
INSERT INTO "sketches" VALUES(248158899,'2026-0005');
INSERT INTO "sketches" VALUES(266820854,'2026-0005');
INSERT INTO "sketches" VALUES(291393707,'2026-0005');
INSERT INTO "sketches" VALUES(313964878,'2026-0005');
INSERT INTO "sketches" VALUES(315769177,'2026-0005');
INSERT INTO "sketches" VALUES(375882452,'2026-0005');
INSERT INTO "sketches" VALUES(481626012,'2026-0005');
INSERT INTO "sketches" VALUES(502133720,'2026-0005');
INSERT INTO "sketches" VALUES(543944214,'2026-0005');
INSERT INTO "sketches" VALUES(557069549,'2026-0005');
INSERT INTO "sketches" VALUES(563850395,'2026-0005');
INSERT INTO "sketches" VALUES(569651664,'2026-0005');
INSERT INTO "sketches" VALUES(573639004,'2026-0005');
INSERT INTO "sketches" VALUES(582515287,'2026-0005');
INSERT INTO "sketches" VALUES(821227696,'2026-0005');
INSERT INTO "sketches" VALUES(843927817,'2026-0005');
INSERT INTO "sketches" VALUES(848858958,'2026-0005');
INSERT INTO "sketches" VALUES(21496358,'2026-0006');
INSERT INTO "sketches" VALUES(78518320,'2026-0006');
INSERT INTO "sketches" VALUES(87072373,'2026-0006');
INSERT INTO "sketches" VALUES(94403151,'2026-0006');
INSERT INTO "sketches" VALUES(157949046,'2026-0006');
INSERT INTO "sketches" VALUES(248158899,'2026-0006');
INSERT INTO "sketches" VALUES(266820854,'2026-0006');
INSERT INTO "sketches" VALUES(291393707,'2026-0006');
INSERT INTO "sketches" VALUES(313964878,'2026-0006');
INSERT INTO "sketches" VALUES(315769177,'2026-0006');
INSERT INTO "sketches" VALUES(375882452,'2026-0006');
INSERT INTO "sketches" VALUES(481626012,'2026-0006');
INSERT INTO "sketches" VALUES(502133720,'2026-0006');
INSERT INTO "sketches" VALUES(543944214,'2026-0006');
INSERT INTO "sketches" VALUES(547840572,'2026-0006');
INSERT INTO "sketches" VALUES(557069549,'2026-0006');
INSERT INTO "sketches" VALUES(569651664,'2026-0006');
INSERT INTO "sketches" VALUES(573639004,'2026-0006');
INSERT INTO "sketches" VALUES(582515287,'2026-0006');
INSERT INTO "sketches" VALUES(771773152,'2026-0006');
INSERT INTO "sketches" VALUES(821227696,'2026-0006');
INSERT INTO "sketches" VALUES(908751575,'2026-0006');
INSERT INTO "sketches" VALUES(1069522030,'2026-0006');
INSERT INTO "sketches" VALUES(1125014050,'2026-0006');
INSERT INTO "sketches" VALUES(21496358,'2026-0007');
INSERT INTO "sketches" VALUES(78518320,'2026-0007');
INSERT INTO "sketches" VALUES(87072373,'2026-0007');
INSERT INTO "sketches" VALUES(94403151,'2026-0007');
INSERT INTO "sketches" VALUES(157949046,'2026-0007');
INSERT INTO "sketches" VALUES(164978381,'2026-0007');
INSERT INTO "sketches" VALUES(207919602,'2026-0007');
INSERT INTO "sketches" VALUES(240249967,'2026-0007');
INSERT INTO "sketches" VALUES(248158899,'2026-0007');
INSERT INTO "sketches" VALUES(266820854,'2026-0007');
INSERT INTO "sketches" VALUES(288284515,'2026-0007');
INSERT INTO "sketches" VALUES(291393707,'2026-0007');
INSERT INTO "sketches" VALUES(302235072,'2026-0007');
INSERT INTO "sketches" VALUES(313964878,'2026-0007');
INSERT INTO "sketches" VALUES(315769177,'2026-0007');
INSERT INTO "sketches" VALUES(354622993,'2026-0007');
INSERT INTO "sketches" VALUES(375882452,'2026-0007');
INSERT INTO "sketches" VALUES(440574030,'2026-0007');
INSERT INTO "sketches" VALUES(441063323,'2026-0007');
INSERT INTO "sketches" VALUES(473418595,'2026-0007');
INSERT INTO "sketches" VALUES(481626012,'2026-0007');
INSERT INTO "sketches" VALUES(502133720,'2026-0007');
INSERT INTO "sketches" VALUES(543944214,'2026-0007');
INSERT INTO "sketches" VALUES(557069549,'2026-0007');
INSERT INTO "sketches" VALUES(2537297,'2026-0008');
INSERT INTO "sketches" VALUES(21496358,'2026-0008');
INSERT INTO "sketches" VALUES(78518320,'2026-0008');
INSERT INTO "sketches" VALUES(87072373,'2026-0008');
INSERT INTO "sketches" VALUES(94403151,'2026-0008');
INSERT INTO "sketches" VALUES(146092695,'2026-0008');
INSERT INTO "sketches" VALUES(157949046,'2026-0008');
INSERT INTO "sketches" VALUES(217010444,'2026-0008');
INSERT INTO "sketches" VALUES(248158899,'2026-0008');
INSERT INTO "sketches" VALUES(266820854,'2026-0008');
INSERT INTO "sketches" VALUES(291393707,'2026-0008');
INSERT INTO "sketches" VALUES(313964878,'2026-0008');
INSERT INTO "sketches" VALUES(315769177,'2026-0008');
INSERT INTO "sketches" VALUES(338819274,'2026-0008');
INSERT INTO "sketches" VALUES(338823928,'2026-0008');
INSERT INTO "sketches" VALUES(375882452,'2026-0008');
INSERT INTO "sketches" VALUES(481626012,'2026-0008');
INSERT INTO "sketches" VALUES(488417838,'2026-0008');
INSERT INTO "sketches" VALUES(502133720,'2026-0008');
INSERT INTO "sketches" VALUES(515327493,'2026-0008');
INSERT INTO "sketches" VALUES(543944214,'2026-0008');
INSERT INTO "sketches" VALUES(557069549,'2026-0008');
INSERT INTO "sketches" VALUES(569651664,'2026-0008');
INSERT INTO "sketches" VALUES(573639004,'2026-0008');
INSERT INTO "sketches" VALUES(21496358,'2026-0009');
INSERT INTO "sketches" VALUES(78518320,'2026-0009');
INSERT INTO "sketches" VALUES(87072373,'2026-0009');
INSERT INTO "sketches" VALUES(94403151,'2026-0009');
INSERT INTO "sketches" VALUES(154648134,'2026-0009');
INSERT INTO "sketches" VALUES(157949046,'2026-0009');
INSERT INTO "sketches" VALUES(248158899,'2026-0009');
INSERT INTO "sketches" VALUES(255432837,'2026-0009');
INSERT INTO "sketches" VALUES(266820854,'2026-0009');
INSERT INTO "sketches" VALUES(282256138,'2026-0009');
INSERT INTO "sketches" VALUES(291393707,'2026-0009');
INSERT INTO "sketches" VALUES(313964878,'2026-0009');
INSERT INTO "sketches" VALUES(315769177,'2026-0009');
INSERT INTO "sketches" VALUES(375882452,'2026-0009');
INSERT INTO "sketches" VALUES(481626012,'2026-0009');
INSERT INTO "sketches" VALUES(502133720,'2026-0009');
INSERT INTO "sketches" VALUES(543944214,'2026-0009');
INSERT INTO "sketches" VALUES(557069549,'2026-0009');
INSERT INTO "sketches" VALUES(569651664,'2026-0009');
INSERT INTO "sketches" VALUES(573639004,'2026-0009');
INSERT INTO "sketches" VALUES(582515287,'2026-0009');
INSERT INTO "sketches" VALUES(674777614,'2026-0009');
INSERT INTO "sketches" VALUES(787890207,'2026-0009');
INSERT INTO "sketches" VALUES(878315997,'2026-0009');
INSERT INTO "sketches" VALUES(21496358,'2026-0010');
INSERT INTO "sketches" VALUES(78518320,'2026-0010');
INSERT INTO "sketches" VALUES(87072373,'2026-0010');
INSERT INTO "sketches" VALUES(94403151,'2026-0010');
INSERT INTO "sketches" VALUES(98427248,'2026-0010');
INSERT INTO "sketches" VALUES(157949046,'2026-0010');
INSERT INTO "sketches" VALUES(248158899,'2026-0010');
INSERT INTO "sketches" VALUES(266820854,'2026-0010');
INSERT INTO "sketches" VALUES(291393707,'2026-0010');
INSERT INTO "sketches" VALUES(313964878,'2026-0010');
INSERT INTO "sketches" VALUES(315769177,'2026-0010');
INSERT INTO "sketches" VALUES(375882452,'2026-0010');
INSERT INTO "sketches" VALUES(473091531,'2026-0010');
INSERT INTO "sketches" VALUES(481626012,'2026-0010');
INSERT INTO "sketches" VALUES(502133720,'2026-0010');
INSERT INTO "sketches" VALUES(543944214,'2026-0010');
INSERT INTO "sketches" VALUES(557069549,'2026-0010');
INSERT INTO "sketches" VALUES(569651664,'2026-0010');
INSERT INTO "sketches" VALUES(573639004,'2026-0010');
INSERT INTO "sketches" VALUES(582515287,'2026-0010');
INSERT INTO "sketches" VALUES(654333805,'2026-0010');
INSERT INTO "sketches" VALUES(771849118,'2026-0010');
INSERT INTO "sketches" VALUES(821227696,'2026-0010');
INSERT INTO "sketches" VALUES(1061525423,'2026-0010');
INSERT INTO "sketches" VALUES(21496358,'2026-0011');
INSERT INTO "sketches" VALUES(60518541,'2026-0011');
INSERT INTO "sketches" VALUES(78518320,'2026-0011');
INSERT INTO "sketches" VALUES(87072373,'2026-0011');
INSERT INTO "sketches" VALUES(94403151,'2026-0011');
INSERT INTO "sketches" VALUES(157949046,'2026-0011');
INSERT INTO "sketches" VALUES(170590275,'2026-0011');
INSERT INTO "sketches" VALUES(248158899,'2026-0011');
INSERT INTO "sketches" VALUES(266820854,'2026-0011');
INSERT INTO "sketches" VALUES(291393707,'2026-0011');
INSERT INTO "sketches" VALUES(313964878,'2026-0011');
INSERT INTO "sketches" VALUES(315769177,'2026-0011');
INSERT INTO "sketches" VALUES(364414913,'2026-0011');
INSERT INTO "sketches" VALUES(375882452,'2026-0011');
INSERT INTO "sketches" VALUES(481626012,'2026-0011');
INSERT INTO "sketches" VALUES(502133720,'2026-0011');
INSERT INTO "sketches" VALUES(543944214,'2026-0011');
INSERT INTO "sketches" VALUES(557069549,'2026-0011');
INSERT INTO "sketches" VALUES(569651664,'2026-0011');
INSERT INTO "sketches" VALUES(573639004,'2026-0011');
INSERT INTO "sketches" VALUES(582515287,'2026-0011');
INSERT INTO "sketches" VALUES(607293556,'2026-0011');
INSERT INTO "sketches" VALUES(620824009,'2026-0011');
INSERT INTO "sketches" VALUES(697139239,'2026-0011');
INSERT INTO "sketches" VALUES(21496358,'2026-0012');
INSERT INTO "sketches" VALUES(78518320,'2026-0012');
INSERT INTO "sketches" VALUES(87072373,'2026-0012');
INSERT INTO "sketches" VALUES(94403151,'2026-0012');
INSERT INTO "sketches" VALUES(157949046,'2026-0012');
INSERT INTO "sketches" VALUES(158006958,'2026-0012');
INSERT INTO "sketches" VALUES(248158899,'2026-0012');
INSERT INTO "sketches" VALUES(266820854,'2026-0012');
INSERT INTO "sketches" VALUES(291393707,'2026-0012');
INSERT INTO "sketches" VALUES(311337885,'2026-0012');
INSERT INTO "sketches" VALUES(313964878,'2026-0012');
INSERT INTO "sketches" VALUES(315769177,'2026-0012');
INSERT INTO "sketches" VALUES(375882452,'2026-0012');
INSERT INTO "sketches" VALUES(481626012,'2026-0012');
INSERT INTO "sketches" VALUES(502133720,'2026-0012');
INSERT INTO "sketches" VALUES(543944214,'2026-0012');
INSERT INTO "sketches" VALUES(557069549,'2026-0012');
INSERT INTO "sketches" VALUES(569651664,'2026-0012');
INSERT INTO "sketches" VALUES(573639004,'2026-0012');
INSERT INTO "sketches" VALUES(582515287,'2026-0012');
INSERT INTO "sketches" VALUES(613523688,'2026-0012');
INSERT INTO "sketches" VALUES(821227696,'2026-0012');
INSERT INTO "sketches" VALUES(960802117,'2026-0012');
INSERT INTO "sketches" VALUES(1069522030,'2026-0012');
CREATE TABLE submissions (
	serial TEXT NOT NULL, 
	token TEXT NOT NULL, 
	letter BIGINT, 
	unit_id INTEGER, 
	title TEXT DEFAULT '' NOT NULL, 
	category TEXT DEFAULT '' NOT NULL, 
	category_because TEXT DEFAULT '' NOT NULL, 
	authors JSON DEFAULT '[]' NOT NULL, 
	signer TEXT DEFAULT '' NOT NULL, 
	arrived_at VARCHAR(27) NOT NULL, 
	counts_on DATE, 
	day DATE NOT NULL, 
	characters INTEGER DEFAULT '0' NOT NULL, 
	state TEXT NOT NULL, 
	flags JSON DEFAULT '[]' NOT NULL, 
	own_business BOOLEAN, 
	quality BOOLEAN DEFAULT 1 NOT NULL, 
	lateness_waived BOOLEAN DEFAULT 0 NOT NULL, 
	commission TEXT, 
	follows TEXT, 
	superseded_by TEXT, 
	fingerprint TEXT NOT NULL, 
	attachments JSON DEFAULT '[]' NOT NULL, 
	evidence JSON DEFAULT '[]' NOT NULL, 
	held_because TEXT DEFAULT '' NOT NULL, 
	candidates JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_submissions PRIMARY KEY (serial), 
	CONSTRAINT uq_submissions_token UNIQUE (token), 
	CONSTRAINT fk_submissions_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_submissions_commission FOREIGN KEY(commission) REFERENCES commissions (id), 
	CONSTRAINT fk_submissions_follows FOREIGN KEY(follows) REFERENCES submissions (serial), 
	CONSTRAINT fk_submissions_superseded_by FOREIGN KEY(superseded_by) REFERENCES submissions (serial)
);
INSERT INTO "submissions" VALUES('2026-0001','2026-0001-tokentok',1,1,'银川市全面推行“不见面”办理道路运输证照','动态','全文不足五百字，记一事','[["李娜","0951-6000001","unit01@units.example"]]','','2026-03-06T02:17:00.000000Z',NULL,'2026-03-06',462,'recorded','[]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"银川市全面推行“不见面”办理道路运输证照.docx","type":"docx","bytes":18529,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：银川市交通运输局","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0002','2026-0002-tokentok',2,2,'石嘴山市开展货车超限超载联合治理','动态','全文不足五百字，记一事','[["李娜","0951-6000002","unit02@units.example"]]','','2026-03-09T03:34:00.000000Z',NULL,'2026-03-09',388,'recorded','[]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"石嘴山市开展货车超限超载联合治理.docx","type":"docx","bytes":18626,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：石嘴山市交通运输局","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0003','2026-0003-tokentok',3,3,'吴忠市“四好农村路”建设驶入快车道','综合','标题写明','[["李娜","0951-6000003","unit03@units.example"]]','张建国','2026-03-11T04:51:00.000000Z','2026-03-20','2026-03-11',1260,'recorded','[]',NULL,1,0,'YG-2026-03',NULL,NULL,'','[{"name":"吴忠市“四好农村路”建设驶入快车道.docx","type":"docx","bytes":18723,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：吴忠市交通运输局","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0004','2026-0004-tokentok',4,4,'固原市交通运输局多措并举做好春运收官工作','动态','全文不足五百字，记一事','[["李娜","0951-6000004","unit04@units.example"]]','','2026-03-12T05:08:00.000000Z',NULL,'2026-03-12',497,'recorded','[]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"固原市交通运输局多措并举做好春运收官工作.docx","type":"docx","bytes":18820,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：固原市交通运输局","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0005','2026-0005-tokentok',5,5,'中卫市打造“交通＋旅游”融合发展示范线路的做法与启示','调研','标题写明','[["李娜","0951-6000005","unit05@units.example"]]','','2026-03-13T06:25:00.000000Z',NULL,'2026-03-13',3320,'recorded','[]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"中卫市打造“交通＋旅游”融合发展示范线路的做法与启示.docx","type":"docx","bytes":18917,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：中卫市交通运输局","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0006','2026-0006-tokentok',6,10,'沙坡头区农村公路养护“路长制”见实效','综合','标题写明','[["李娜","0951-6000010","unit10@units.example"]]','张建国','2026-03-13T07:42:00.000000Z',NULL,'2026-03-13',980,'recorded','[]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"沙坡头区农村公路养护“路长制”见实效.docx","type":"docx","bytes":19014,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：沙坡头区交通运输局","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0007','2026-0007-tokentok',7,11,'宁夏公路管理中心完成乌玛高速桥梁春季定期检查','动态','全文不足五百字，记一事','[["李娜","0951-6000011","unit11@units.example"]]','','2026-03-17T08:59:00.000000Z',NULL,'2026-03-17',356,'recorded','[]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"宁夏公路管理中心完成乌玛高速桥梁春季定期检查.docx","type":"docx","bytes":19111,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：宁夏公路管理中心","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0008','2026-0008-tokentok',8,15,'宁夏交通学校与企业共建轨道交通实训基地','动态','全文不足五百字，记一事','[["李娜","0951-6000015","unit15@units.example"]]','','2026-03-19T01:16:00.000000Z',NULL,'2026-03-19',421,'recorded','[]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"宁夏交通学校与企业共建轨道交通实训基地.docx","type":"docx","bytes":19208,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：宁夏交通学校","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0009','2026-0009-tokentok',9,16,'自治区道路运输事务中心启动出租汽车服务质量提升月','动态','全文不足五百字，记一事','[["李娜","0951-6000016","unit16@units.example"]]','张建国','2026-03-20T02:33:00.000000Z',NULL,'2026-03-20',533,'recorded','["over-length"]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"自治区道路运输事务中心启动出租汽车服务质量提升月.docx","type":"docx","bytes":19305,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：自治区道路运输事务中心","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0010','2026-0010-tokentok',10,1,'银川市公交线网优化调整首周运行平稳','动态','全文不足五百字，记一事','[["李娜","0951-6000001","unit01@units.example"]]','','2026-03-20T03:50:00.000000Z',NULL,'2026-03-20',405,'recorded','[]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"银川市公交线网优化调整首周运行平稳.docx","type":"docx","bytes":19402,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：银川市交通运输局","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0011','2026-0011-tokentok',11,12,'宁夏路网监测与应急处置中心发布清明假期出行研判','动态','全文不足五百字，记一事','[["李娜","0951-6000012","unit12@units.example"]]','','2026-03-23T04:07:00.000000Z',NULL,'2026-03-23',476,'recorded','[]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"宁夏路网监测与应急处置中心发布清明假期出行研判.docx","type":"docx","bytes":19499,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：宁夏路网监测与应急处置中心","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0012','2026-0012-tokentok',12,2,'石嘴山市开展货车超限超载联合治理（修改稿）','动态','全文不足五百字，记一事','[["李娜","0951-6000002","unit02@units.example"]]','张建国','2026-03-25T05:24:00.000000Z',NULL,'2026-03-25',396,'recorded','[]',NULL,1,0,NULL,'2026-0002','2026-0002','','[{"name":"石嘴山市开展货车超限超载联合治理（修改稿）.docx","type":"docx","bytes":19596,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","unread":null}]','["主题开头写明单位：石嘴山市交通运输局","发件地址在该单位名册上","撰稿人、电话取自稿件末尾"]','','[]');
INSERT INTO "submissions" VALUES('2026-0013','unclear',13,NULL,'交通局扎实开展汛前道路隐患排查','动态','标题记一事','[["马小军","",""]]','','2026-03-23T06:25:00.000000Z',NULL,'2026-03-23',411,'held','["incomplete-phone","address-unregistered"]',NULL,1,0,NULL,NULL,NULL,'','[]','["主题只写“交通局”，名册上有几个单位可能","正文落款为“平罗交通”"]','unit-unclear','[7,2]');
INSERT INTO "submissions" VALUES('2026-0014','own-business',14,17,'全区交通运输宣传工作会议召开','动态','','[["陈晓","0951-6076022",""]]','','2026-03-26T00:52:00.000000Z',NULL,'2026-03-26',302,'held','[]',NULL,1,0,NULL,NULL,NULL,'','[]','["该单位只计与本单位业务有关的信息"]','own-business','[17]');
INSERT INTO "submissions" VALUES('2026-0015','hostile',15,1,'=1+1<script>document.title=''taken''</script>{{7*7}}','<script>document.title=''taken''</script>{{7*7}}','<script>document.title=''taken''</script>{{7*7}}','[["<script>document.title=''taken''</script>{{7*7}}","<script>document.title=''taken''</script>{{7*7}}","<script>document.title=''taken''</script>{{7*7}}"]]','<script>document.title=''taken''</script>{{7*7}}','2026-02-14T01:40:00.000000Z',NULL,'2026-02-14',0,'returned','[]',NULL,1,0,NULL,NULL,NULL,'','[{"name":"<script>document.title=''taken''</script>{{7*7}}","type":"docx","bytes":10,"sha256":"1111111111111111111111111111111111111111111111111111111111111111","unread":"<script>document.title=''taken''</script>{{7*7}}"}]','["<script>document.title=''taken''</script>{{7*7}}"]','','[]');
CREATE TABLE switches (
	name TEXT NOT NULL, 
	value TEXT DEFAULT '' NOT NULL, 
	set_at VARCHAR(27) NOT NULL, 
	set_by TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_switches PRIMARY KEY (name)
);
INSERT INTO "switches" VALUES('smtp-brake','{"until": "2026-03-26T01:44:00+00:00", "because": "连不上", "times": 2, "barred": false}','2026-03-26T01:40:00.000000Z','machine');
INSERT INTO "switches" VALUES('answering','office','2026-03-23T01:40:00.000000Z','王主任');
CREATE TABLE tries (
	outbox_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	began_at VARCHAR(27) NOT NULL, 
	ended_at VARCHAR(27), 
	state TEXT DEFAULT '' NOT NULL, 
	reply TEXT DEFAULT '' NOT NULL, 
	worker TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_tries PRIMARY KEY (outbox_id, number), 
	CONSTRAINT fk_tries_outbox_id FOREIGN KEY(outbox_id) REFERENCES outbox (id)
);
INSERT INTO "tries" VALUES(3,1,'2026-03-25T23:40:00.000000Z','2026-03-25T23:40:04.000000Z','later','451 4.7.1 Greylisting in action, please come back later','office/1');
INSERT INTO "tries" VALUES(3,2,'2026-03-25T23:41:00.000000Z','2026-03-25T23:41:04.000000Z','unknown','内容已交出，未收到答复：timed out','office/1');
CREATE TABLE units (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	short_names JSON DEFAULT '[]' NOT NULL, 
	unit_group TEXT DEFAULT '' NOT NULL, 
	kind TEXT DEFAULT '' NOT NULL, 
	parent TEXT, 
	own_business_only BOOLEAN DEFAULT 0 NOT NULL, 
	since DATE NOT NULL, 
	until DATE, 
	position INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_units PRIMARY KEY (id), 
	CONSTRAINT uq_units_name UNIQUE (name)
);
INSERT INTO "units" VALUES(1,'银川市交通运输局','[]','第一组','',NULL,0,'2021-03-19',NULL,0);
INSERT INTO "units" VALUES(2,'石嘴山市交通运输局','[]','第一组','',NULL,0,'2021-03-19',NULL,1);
INSERT INTO "units" VALUES(3,'吴忠市交通运输局','[]','第一组','',NULL,0,'2021-03-19',NULL,2);
INSERT INTO "units" VALUES(4,'固原市交通运输局','[]','第一组','',NULL,0,'2021-03-19',NULL,3);
INSERT INTO "units" VALUES(5,'中卫市交通运输局','[]','第一组','',NULL,0,'2021-03-19',NULL,4);
INSERT INTO "units" VALUES(6,'灵武市交通运输局','[]','第一组','',NULL,0,'2021-03-19',NULL,5);
INSERT INTO "units" VALUES(7,'平罗县交通运输局','[]','第一组','',NULL,0,'2021-03-19',NULL,6);
INSERT INTO "units" VALUES(8,'青铜峡市交通运输局','[]','第一组','',NULL,0,'2021-03-19',NULL,7);
INSERT INTO "units" VALUES(9,'西吉县交通运输局','[]','第一组','',NULL,0,'2021-03-19',NULL,8);
INSERT INTO "units" VALUES(10,'沙坡头区交通运输局','[]','第一组','',NULL,0,'2021-03-19',NULL,9);
INSERT INTO "units" VALUES(11,'宁夏公路管理中心','[]','第一组','',NULL,0,'2021-03-19',NULL,10);
INSERT INTO "units" VALUES(12,'宁夏路网监测与应急处置中心','[]','第一组','',NULL,0,'2021-03-19',NULL,11);
INSERT INTO "units" VALUES(13,'综合规划处','[]','第一组','',NULL,0,'2021-03-19',NULL,12);
INSERT INTO "units" VALUES(14,'运输服务处','[]','第一组','',NULL,0,'2021-03-19',NULL,13);
INSERT INTO "units" VALUES(15,'宁夏交通学校','[]','第二组','',NULL,0,'2021-03-19',NULL,14);
INSERT INTO "units" VALUES(16,'自治区道路运输事务中心','[]','第二组','',NULL,0,'2021-03-19',NULL,15);
INSERT INTO "units" VALUES(17,'自治区交通宣传事务中心','[]','第二组','',NULL,1,'2021-03-19',NULL,16);
INSERT INTO "units" VALUES(18,'科技处','[]','第二组','',NULL,0,'2021-03-19',NULL,17);
INSERT INTO "units" VALUES(19,'财务审计处','[]','第二组','',NULL,0,'2021-03-19',NULL,18);
CREATE TABLE users (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT DEFAULT 'clerk' NOT NULL, 
	password_hash TEXT DEFAULT '' NOT NULL, 
	disabled_at VARCHAR(27), 
	made_at VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT uq_users_name UNIQUE (name)
);
INSERT INTO "users" VALUES(1,'王主任','admin','$argon2id$v=19$m=65536,t=3,p=4$+zI8emcegiwkPX5V1mkSMw$9kW3saukgnV1NlGpz0pYYucxYQaP2rZV+q4EDnHG8ms',NULL,'2026-02-24T01:40:00.000000Z');
INSERT INTO "users" VALUES(2,'赵敏','clerk','$argon2id$v=19$m=65536,t=3,p=4$+zI8emcegiwkPX5V1mkSMw$9kW3saukgnV1NlGpz0pYYucxYQaP2rZV+q4EDnHG8ms',NULL,'2026-02-24T01:40:00.000000Z');
INSERT INTO "users" VALUES(3,'访客','viewer','$argon2id$v=19$m=65536,t=3,p=4$+zI8emcegiwkPX5V1mkSMw$9kW3saukgnV1NlGpz0pYYucxYQaP2rZV+q4EDnHG8ms',NULL,'2026-02-24T01:40:00.000000Z');
CREATE TABLE words (
	serial TEXT NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	manuscript TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_words PRIMARY KEY (serial), 
	CONSTRAINT fk_words_serial FOREIGN KEY(serial) REFERENCES submissions (serial)
);
INSERT INTO "words" VALUES('2026-0001','厅办公室：

现报送《银川市全面推行“不见面”办理道路运输证照》，请审阅。

银川市交通运输局办公室','银川市全面推行“不见面”办理道路运输证照

　　近日，银川市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000001）');
INSERT INTO "words" VALUES('2026-0002','厅办公室：

现报送《石嘴山市开展货车超限超载联合治理》，请审阅。

石嘴山市交通运输局办公室','石嘴山市开展货车超限超载联合治理

　　近日，石嘴山市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000002）');
INSERT INTO "words" VALUES('2026-0003','厅办公室：

现报送《吴忠市“四好农村路”建设驶入快车道》，请审阅。

吴忠市交通运输局办公室','吴忠市“四好农村路”建设驶入快车道

　　近日，吴忠市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000003）');
INSERT INTO "words" VALUES('2026-0004','厅办公室：

现报送《固原市交通运输局多措并举做好春运收官工作》，请审阅。

固原市交通运输局办公室','固原市交通运输局多措并举做好春运收官工作

　　近日，固原市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000004）');
INSERT INTO "words" VALUES('2026-0005','厅办公室：

现报送《中卫市打造“交通＋旅游”融合发展示范线路的做法与启示》，请审阅。

中卫市交通运输局办公室','中卫市打造“交通＋旅游”融合发展示范线路的做法与启示

　　近日，中卫市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000005）');
INSERT INTO "words" VALUES('2026-0006','厅办公室：

现报送《沙坡头区农村公路养护“路长制”见实效》，请审阅。

沙坡头区交通运输局办公室','沙坡头区农村公路养护“路长制”见实效

　　近日，沙坡头区交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000010）');
INSERT INTO "words" VALUES('2026-0007','厅办公室：

现报送《宁夏公路管理中心完成乌玛高速桥梁春季定期检查》，请审阅。

宁夏公路管理中心办公室','宁夏公路管理中心完成乌玛高速桥梁春季定期检查

　　近日，宁夏公路管理中心认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000011）');
INSERT INTO "words" VALUES('2026-0008','厅办公室：

现报送《宁夏交通学校与企业共建轨道交通实训基地》，请审阅。

宁夏交通学校办公室','宁夏交通学校与企业共建轨道交通实训基地

　　近日，宁夏交通学校认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000015）');
INSERT INTO "words" VALUES('2026-0009','厅办公室：

现报送《自治区道路运输事务中心启动出租汽车服务质量提升月》，请审阅。

自治区道路运输事务中心办公室','自治区道路运输事务中心启动出租汽车服务质量提升月

　　近日，自治区道路运输事务中心认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000016）');
INSERT INTO "words" VALUES('2026-0010','厅办公室：

现报送《银川市公交线网优化调整首周运行平稳》，请审阅。

银川市交通运输局办公室','银川市公交线网优化调整首周运行平稳

　　近日，银川市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000001）');
INSERT INTO "words" VALUES('2026-0011','厅办公室：

现报送《宁夏路网监测与应急处置中心发布清明假期出行研判》，请审阅。

宁夏路网监测与应急处置中心办公室','宁夏路网监测与应急处置中心发布清明假期出行研判

　　近日，宁夏路网监测与应急处置中心认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000012）');
INSERT INTO "words" VALUES('2026-0012','厅办公室：

现报送《石嘴山市开展货车超限超载联合治理（修改稿）》，请审阅。

石嘴山市交通运输局办公室','石嘴山市开展货车超限超载联合治理（修改稿）

　　近日，石嘴山市交通运输局认真贯彻落实自治区交通运输厅工作部署，聚焦群众急难愁盼，细化措施、压实责任，推动各项任务落地见效。截至目前，已排查路段 126 公里，整改隐患 38 处，办理群众来电 214 件。

　　下一步，将持续巩固成果，完善长效机制。

（撰稿人：李娜　联系电话：0951-6000002）');
INSERT INTO "words" VALUES('2026-0013','交通局扎实开展汛前道路隐患排查

　　3月24日以来，我局组织养护人员对辖区 12 条县道逐段排查……','');
INSERT INTO "words" VALUES('2026-0014','现报送《全区交通运输宣传工作会议召开》。','');
INSERT INTO "words" VALUES('2026-0015','@SUM <script>document.title=''taken''</script>{{7*7}}','{% raw %}<script>document.title=''taken''</script>{{7*7}}');
CREATE TABLE working_days (
	day DATE NOT NULL, 
	works BOOLEAN NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_working_days PRIMARY KEY (day)
);
INSERT INTO "working_days" VALUES('2027-01-01',0,'元旦');
INSERT INTO "working_days" VALUES('2027-01-03',1,'补班');
CREATE INDEX ix_journal_subject ON journal (subject);
CREATE INDEX ix_persons_unit_id ON persons (unit_id);
CREATE INDEX ix_exemptions_unit_id ON exemptions (unit_id);
CREATE INDEX ix_submissions_commission ON submissions (commission);
CREATE INDEX ix_submissions_state ON submissions (state);
CREATE INDEX ix_submissions_day ON submissions (day);
CREATE INDEX ix_submissions_fingerprint ON submissions (fingerprint);
CREATE INDEX ix_submissions_unit_id ON submissions (unit_id);
CREATE INDEX ix_co_units_unit_id ON co_units (unit_id);
CREATE INDEX ix_proposals_serial ON proposals (serial);
CREATE INDEX ix_grams_serial ON grams (serial);
CREATE INDEX ix_adoptions_serial ON adoptions (serial);
CREATE INDEX ix_adoptions_happened_on ON adoptions (happened_on);
CREATE INDEX ix_instructions_serial ON instructions (serial);
CREATE INDEX ix_instructions_happened_on ON instructions (happened_on);
CREATE INDEX ix_forwardings_happened_on ON forwardings (happened_on);
CREATE INDEX ix_forwardings_serial ON forwardings (serial);
CREATE INDEX ix_circulars_period ON circulars (period);
CREATE INDEX ix_sightings_serial ON sightings (serial);
CREATE INDEX ix_sightings_sha256 ON sightings (sha256);
CREATE INDEX ix_sightings_message_id ON sightings (message_id);
CREATE INDEX ix_sightings_keyed_hash ON sightings (keyed_hash);
CREATE INDEX ix_sightings_state ON sightings (state);
CREATE INDEX ix_outbox_state_due_at ON outbox (state, due_at);
CREATE INDEX ix_outbox_token ON outbox (token);
CREATE INDEX ix_outbox_message_id ON outbox (message_id);
CREATE INDEX ix_outbox_serial ON outbox (serial);
CREATE INDEX ix_outbox_recipient ON outbox (recipient);
CREATE INDEX ix_aliases_unit_id ON aliases (unit_id);
CREATE INDEX ix_sketches_serial ON sketches (serial);
CREATE INDEX ix_remarks_serial ON remarks (serial);
CREATE INDEX ix_remarks_unit_id ON remarks (unit_id);
CREATE INDEX ix_remarks_happened_on ON remarks (happened_on);
CREATE INDEX ix_tries_began_at ON tries (began_at);
CREATE UNIQUE INDEX ix_commission_units_token ON commission_units (token);
CREATE INDEX ix_issue_items_serial ON issue_items (serial);
CREATE INDEX ix_contents_lines_serial ON contents_lines (serial);
COMMIT;
