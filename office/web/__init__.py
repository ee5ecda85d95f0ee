"""What does the office see and decide in its browser?

Flask pages over the ledger, one page group a file:

app          the application put together: routes, who may open them, headers, errors
console      what the pages are handed (`Console`), and the shape of their tables of routes (`Route`)
session      signing in and out, one's own password
home         what waits, how the month stands, whether the service runs
submissions  报送件: list and detail;  deciding  what a person rules about one
letters      来件: every mail seen, its original
standings    单位完成情况;  points  计分;  circulars  通报;  announcements  通知;
outgoing  发件箱
labels       the words for codes;  forms  what may be sent in;  leafing  pages of long lists
serving      the server behind it all

Nothing here knows ingest, scoring or notify: their functions are handed down by `office.wiring`.
"""
