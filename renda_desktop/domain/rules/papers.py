"""What is said of broken rules about papers and the words of letters."""

SENTENCES: dict[str, str] = {
    "wording.unknown_field": "“{field}”不是这种文书的字段。可用的字段:{known}。",
    "wording.braces": "大括号不成对,或里面不是字段名:字段写作 {{字段名}},要印出大括号时写两个。",
}
