"""What does the office do, whoever asks for it: console, command line or clock?

decisions          what the machine could not decide: by a form, an option or a file's row
events, remarking  adoptions, 批示 and 上报; points given or taken by hand
imports            the files of rows that the office hands in
mail_files         mails that lie in files
possible_reports   letters that were set aside and may be reports
commissioning      约稿: asked, extended, called off, and how far each unit has come
own_issues         the office's own publication
contents_lists     another publication's, whose titles are compared with submissions
publishing         circulars and announcements to all units
sheets, explaining a period's score as it stands and as it was stored; where each line comes from
gaps               whom of a unit we can write to
notice_facts       what a message is written from
passwords          who may sign in

Each use case works in its caller's transaction or opens its own, records who did what
in the journal, and leaves showing it to the console and the command line.
"""
