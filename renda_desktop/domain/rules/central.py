"""What is said of broken rules on the central server, to those who run it and to PCs."""

SENTENCES: dict[str, str] = {
    "server.database": "连不上 PostgreSQL 数据库:请检查 --database 的地址,以及数据库是否在运行。",
    "server.embedded": "内置的 PostgreSQL 启动不了,详情见数据文件夹中的 postgresql/log。",
    "server.no_embedded": "没有安装内置的 PostgreSQL:请用 pip install 'renda-desktop[server]' 安装,"
    "或用 --database 指定单位的数据库。",
    "server.root_folder": "以 root 身份运行时,内置的 PostgreSQL 进不了这个文件夹({folder}):"
    "请换普通用户运行,或另选文件夹。",
    "server.newer": "数据库由更新版本的服务器写成,本版本不能使用,数据没有改动:请升级程序。",
    "server.empty": "这里还没有服务器的数据:请先运行 renda-server init。",
    "server.key": "服务器的密钥文件 server.key 找不到、读不出或已损坏:请从备份取回。",
    "server.other_key": "数据文件夹里的 server.key 不是这个数据库的:请核对 --data 与 --database。",
    "server.no_device": "没有这台设备,或它没有这个范围的权限。",
    "server.no_scope": "没有名称或编号为“{scope}”的范围。",
    "server.scope_taken": "已经有名称或代码相同的范围。",
    "server.unfounded": "这个范围还没有开始:联络站请先在站内电脑上建站并同步,"
    "区域请先用 renda-server user 登记第一位人员。",
    "server.refused": "没有写入({rule})。",
    "server.through_area": "这台设备随它的区域持有这个范围:请收回那个区域,或先把这个范围移出。",
    "server.dump": "备份没有完成:{reason}",
    "server.not_empty": "数据库里已有数据,没有恢复:请先准备一个空的数据库或数据文件夹。",
    "server.plain": "对外的地址须有 HTTPS:请用 --tls-cert 和 --tls-key 指定证书;"
    "由前面的代理负责 HTTPS 的,加 --plain。",
    "server.tls": "HTTPS 证书或私钥打不开,或两者不成一对:请核对 --tls-cert 和 --tls-key。",
    "server.file_exists": "文件已经存在,没有覆盖:请另选文件名。",
    "sync.other_station": "这个登记码是为另一个联络站发的,本机已有自己的联络站:"
    "请向系统管理员要本站的登记码。",
    "refused.revoked": "本机当时已无权写入这个范围",
    "refused.from_above": "这个范围由上级维护,本机只能查看",
}
