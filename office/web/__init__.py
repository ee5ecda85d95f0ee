"""What does the office see and decide in its browser?

Flask pages over the ledger; each page takes the assembled
`office.service.parts.Service` as its first argument. One group of pages a file, with
its forms:

home           首页: what waits, how the month stands, whether the service runs
submissions    报送件: list and detail;  deciding  overruling one;  events  采用, 批示, 上报 of one
letters        来件: every mail seen, its original
standings      单位完成情况;  points  计分;  remarks  加减分;  remark_form  its form on other pages
commissions    约稿;  issues  期刊;  contents  刊物目录
circulars      通报;  announcements  通知;  publishing  what both share
outgoing       发件箱;  addresses  退信的地址, 名册缺项
session        signing in and out, one's own password

and beside them:

app            the application put together: routes, who may open them, headers, errors; the server
pages          what a page is (`Route`), and what pages of every group need
labels         the words for codes
kept           what becomes of a form's words when it cannot be taken;  refilling  showing them in it again
meanwhile      what another changed while a form lay open
"""
