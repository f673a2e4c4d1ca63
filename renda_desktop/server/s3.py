"""Files of records in an object store that speaks S3: the organisation's own, or a cloud's."""

from typing import Any, Final
from urllib.parse import urlsplit

from renda_desktop.domain.errors import Unavailable

SCHEME: Final = "s3://"
_NONE: Final = frozenset({"NoSuchKey", "404", "NotFound", "InvalidRange"})


class Bucket:
    """A bucket, or what lies below a prefix of one.

    Where it is and who may use it are said as everywhere for S3: by AWS_ENDPOINT_URL,
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, or in ~/.aws.
    """

    def __init__(self, address: str) -> None:
        """Prepare the way to `s3://bucket/prefix`; nothing is sent yet.

        Raises:
            Unavailable: the library is not installed, or the address is none.
        """
        try:
            import boto3
            from botocore.config import Config
            from botocore.exceptions import BotoCoreError
        except ImportError:
            raise Unavailable("server.no_s3") from None
        parts = urlsplit(address)
        if not address.startswith(SCHEME) or not parts.netloc:
            raise Unavailable("server.s3_address")
        self._bucket, self._prefix = parts.netloc, parts.path.strip("/")
        # Stores of other makers do not know the newer checksums; the SHA-256 is ours to check.
        config = Config(
            retries={"max_attempts": 4, "mode": "standard"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        try:
            self._client: Any = boto3.session.Session().client("s3", config=config)
        except (BotoCoreError, ValueError):
            raise Unavailable("server.s3_address") from None

    def write(self, key: str, data: bytes) -> None:
        self._do("put_object", key, Body=data)

    def read(self, key: str, *, start: int = 0, most: int | None = None) -> bytes | None:
        end = "" if most is None else start + most - 1
        answer = self._do("get_object", key, Range=f"bytes={start}-{end}")
        if answer is None:
            return None if self.size(key) is None else b""
        data: bytes = answer["Body"].read()
        return data

    def size(self, key: str) -> int | None:
        answer = self._do("head_object", key)
        return None if answer is None else int(answer["ContentLength"])

    def keys(self, prefix: str) -> list[str]:
        from botocore.exceptions import BotoCoreError, ClientError

        pages = self._client.get_paginator("list_objects_v2")
        whole = self._named(f"{prefix}/")
        found: list[str] = []
        try:
            for page in pages.paginate(Bucket=self._bucket, Prefix=whole):
                found += [one["Key"] for one in page.get("Contents", ())]
        except (BotoCoreError, ClientError) as failure:
            raise OSError(type(failure).__name__) from None
        cut = len(self._named(""))
        return sorted(one[cut:] for one in found)

    def remove(self, key: str) -> None:
        self._do("delete_object", key)

    def _do(self, call: str, key: str, **given: object) -> Any:
        """Call the store; None where nothing is under the key."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self._client, call)(Bucket=self._bucket, Key=self._named(key), **given)
        except ClientError as failure:
            if failure.response.get("Error", {}).get("Code") in _NONE:
                return None
            raise OSError(type(failure).__name__) from None
        except BotoCoreError as failure:
            raise OSError(type(failure).__name__) from None

    def _named(self, key: str) -> str:
        return f"{self._prefix}/{key}" if self._prefix else key
