"""A real S3 server in one process: OpenStack Swift with its s3api, on free ports of this machine, with its data in one folder.

    python3 swift-s3.py <folder> <access key>

The secret key is the first line of standard input. Prints one line of JSON: {"port": …} when it serves, {"missing": …} where it can't,
and why. Ends when standard input does. Needs Debian's python3-swift, and a file system with extended attributes.
"""
import json
import os
import sys


def say(**values):
    print(json.dumps(values), flush=True)


folder, access_key = sys.argv[1], sys.argv[2]
try:
    import eventlet
    from eventlet import listen, wsgi
    from swift.common import storage_policy, utils
except ImportError as error:
    say(missing=f"Python has no {error.name}: install python3-swift")
    sys.exit()
try:
    os.setxattr(folder, "user.parley", b"here")
except OSError as error:
    say(missing=f"the folder for temporary files has no extended attributes: {error.strerror}")
    sys.exit()

utils.eventlet_monkey_patch()

secret_key = sys.stdin.readline().strip()
account, _, user = access_key.partition(":")

DEFAULT = {
    "bind_ip": "127.0.0.1",
    "swift_dir": folder,
    "devices": os.path.join(folder, "devices"),
    "mount_check": "false",
    "disable_fallocate": "true",
    "workers": "0",
    "log_level": "CRITICAL",
}

FILTERS = {
    "catch_errors": {},
    "listing_formats": {},
    "s3api": {"location": "us-east-1"},
    "tempauth": {f"user_{account}_{user}": f"{secret_key} .admin"},
    "container_quotas": {},
    "slo": {},
    "dlo": {},
}


class Tokens:
    """What memcached is to Swift, for the tokens of its own API alone: nothing else is to be remembered from one request to the next."""

    def __init__(self):
        self.values = {}

    def get(self, key, **_):
        return self.values.get(key) if "/token/" in key or "/user/" in key else None

    def set(self, key, value, **_):
        self.values[key] = value

    def delete(self, key, **_):
        self.values.pop(key, None)


def write(name, sections):
    lines = []
    for section, values in sections.items():
        lines.append(f"[{section}]")
        lines.extend(f"{key} = {value}" for key, value in values.items())
    path = os.path.join(folder, name)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")
    return path


def configure(kind):
    pipeline = f"{kind}-server"
    sections = {"DEFAULT": DEFAULT, "pipeline:main": {"pipeline": pipeline}}
    app = {"use": f"egg:swift#{kind}"}
    if kind == "proxy":
        sections["pipeline:main"] = {"pipeline": " ".join([*FILTERS, pipeline])}
        for name, options in FILTERS.items():
            sections[f"filter:{name}"] = {"use": f"egg:swift#{name}", **options}
        app |= {"account_autocreate": "true", "allow_account_management": "true"}
    return write(f"{kind}-server.conf", {**sections, f"app:{pipeline}": app})


def make_ring(name, port):
    from swift.common.ring import RingBuilder

    builder = RingBuilder(1, 1, 0)
    device = {"id": 0, "region": 1, "zone": 1, "weight": 1.0, "device": "disk", "meta": ""}
    address = {"ip": "127.0.0.1", "port": port}
    replication = {f"replication_{key}": value for key, value in address.items()}
    builder.add_dev({**device, **address, **replication})
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, f"{name}.ring.gz"))


def serve(kind, sock):
    from swift.common.wsgi import SwiftHttpProtocol, loadapp

    app = loadapp(configure(kind), global_conf={"log_name": kind})
    tokens = Tokens()

    def with_tokens(environment, start):
        environment["swift.cache"] = tokens
        return app(environment, start)

    # The AWS client wants its "ETag" as it is written.
    options = {"protocol": SwiftHttpProtocol, "capitalize_response_headers": False}
    eventlet.spawn(wsgi.server, sock, with_tokens, utils.NullLogger(), **options)


os.makedirs(os.path.join(folder, "devices", "disk"))
write("swift.conf", {"swift-hash": {"swift_hash_path_suffix": "tests"}, "storage-policy:0": {"name": "one", "default": "yes"}})
utils.set_swift_dir(folder)
utils.validate_hash_conf()
storage_policy.reload_storage_policies()

sockets = {kind: listen(("127.0.0.1", 0)) for kind in ("object", "container", "account", "proxy")}
ports = {kind: sock.getsockname()[1] for kind, sock in sockets.items()}
for kind in ("object", "container", "account"):
    make_ring(kind, ports[kind])
for kind, sock in sockets.items():
    serve(kind, sock)

say(port=ports["proxy"])
# Whoever started it is gone when this ends.
eventlet.tpool.execute(sys.stdin.read)
os._exit(0)
