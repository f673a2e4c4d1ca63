"""What is said of bundles, which carry an exchange as a file, and of the files of records."""

SENTENCES: dict[str, str] = {
    "bundle.not_one": "这不是同步包文件(.renda),没有采用任何内容:请核对文件。",
    "bundle.newer": "这个同步包由更新版本的程序写成,没有采用任何内容:请升级程序。",
    "bundle.damaged": "同步包已损坏,或没有复制完整,没有采用任何内容:请重新复制一份。",
    "bundle.too_large": "同步包过大,没有采用任何内容。",
    "bundle.foreign": "这个同步包不是给这里的,打不开,没有采用任何内容。"
    "如果本机在它写成之后重新登记过,请重新导出,再到中心换一个新的。",
    "bundle.code": "登记码与这个登记文件不符,没有登记:请核对登记码。",
    "bundle.sender": "写这个同步包的不是本机登记的服务器,没有采用任何内容:请核对文件。",
    "bundle.unknown_device": "写这个同步包的设备没有在这台服务器上登记,没有采用任何内容。",
    "bundle.other_server": "这个同步包是给另一台服务器的,没有采用任何内容。",
    "bundle.revoked": "写这个同步包的设备已经停用,没有采用任何内容。",
    "bundle.past_epoch": "这个同步包是服务器由备份恢复之前写的,已经过时,没有采用任何内容:"
    "请重新导出,再到中心换一个新的。",
    "bundle.gap": "“{scope}”的第 {first} 条到第 {last} 条不在这个同步包里,后面的暂时没有采用:"
    "请先导入较早的同步包,或者现在重新导出,再到中心换一个新的。",
    "bundle.more": "一个同步包装不下全部内容:请先导入这一个,再导出、换取下一个。",
    "bundle.nothing": "请给出要处理的同步包,或用 --for 指明给哪台设备。",
    # Files of records
    "sync.unnamed": "服务器上还没有提到这个附件的记录:请先同步记录。",
    "sync.no_shelf": "服务器没有设置存放附件的地方:请告诉系统管理员。",
    "sync.spoilt": "有 {count} 个附件没有传成:内容与校验值不符。记录都在,请告诉系统管理员。",
    "server.no_s3": "没有安装 S3 存储的程序库:请用 pip install 'renda-desktop[server,s3]' 安装。",
    "server.s3_address": "附件的存储地址应当写成 s3://存储桶/前缀,并设好 AWS_ENDPOINT_URL、"
    "AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 和 AWS_REGION。",
    "sync.by_bundle": "本机用同步包同步,不经网络:请用“导出同步包”和“导入同步包”。",
}
