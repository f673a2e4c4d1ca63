"""What is said of broken rules about papers and the words of letters."""

SENTENCES: dict[str, str] = {
    "wording.no_letter": "没有“{kind}”这种文书。",
    "slip.not_assigned": "事项还没有交办,不能出具交办单。",
    "slip.not_replied": "事项还没有答复或办理结果,不能出具回访单。",
    "letter.not_assigned": "事项还没有交办,不能出具催办单或督办单。",
    "letter.not_replied": "事项还没有答复,不能出具答复函。",
    "letter.not_declined": "事项没有作不予受理处理,不能出具告知单。",
    "wording.unknown_field": "“{field}”不是这种文书的字段。可用的字段:{known}。",
    "wording.braces": "大括号不成对,或里面不是字段名:字段写作 {{字段名}},要印出大括号时写两个。",
}
    "wording.needed_field": "正文里少了必需的字段“{field}”。",
