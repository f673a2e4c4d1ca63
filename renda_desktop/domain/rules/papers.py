"""What is said of broken rules about papers and the words of letters."""

SENTENCES: dict[str, str] = {
    "wording.no_letter": "没有“{kind}”这种文书。",
    "paper.number": "编号 {number} 已被占用,请重新出具。",
    "paper.withdrawn": "这份文书已经作废。",
    "slip.not_assigned": "事项还没有交办,不能出具交办单。",
    "slip.not_replied": "事项还没有答复或办理结果,不能出具回访单。",
    "letter.not_assigned": "事项还没有交办,不能出具催办单或督办单。",
    "letter.not_replied": "事项还没有答复,不能出具答复函。",
    "letter.not_declined": "事项没有作不予受理处理,不能出具告知单。",
    "code.row": "行号在 1 到 {most} 之间。",
    "code.other": "这不是代表阅件上的二维码:请扫行号下面的码,或输入行号。",
    "code.slip": "编码有误(校验不符):请再扫一次,或输入行号。",
    "code.unknown": "没有找到这一行的事项:可能是其他联络站的阅件,或记录还没有同步到本机。",
    "code.not_here": "这份阅件没有第 {row} 行(共 {rows} 行)。",
    "code.check": "第 {row} 行的核对数字不是 {check}:请再看一眼,或扫二维码。",
    "code.nothing": "“{text}”不是行号、事项编号,也不是阅件上的二维码。",
    "wording.unknown_field": "“{field}”不是这种文书的字段。可用的字段:{known}。",
    "paper.full": "含有完整个人信息的文书不能正式出具,只供站内使用。",
    "wording.file": "文件的写法不对:要有 title、body,可以有 to,不要别的。",
    "wording.needed_field": "正文里少了必需的字段“{field}”。",
    "wording.braces": "大括号不成对,或里面不是字段名:字段写作 {{字段名}},要印出大括号时写两个。",
}
