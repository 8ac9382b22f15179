"""Writes a WARC and a WET file with the library warcio, and what a reader must find in them.

    make.py FOLDER      -> crawl.warc.gz, crawl.warc, text.wet.gz, expected.json

The pages are invented. They come as servers send them: plain, in chunks, compressed, in a legacy encoding, as an error, as
a redirect; among records that hold no page.
"""
import base64, gzip, io, json, sys, zlib
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

folder = sys.argv[1]
TEXTS = {
    "kk": "Ауылда жаңа кітапхана ашылды\n\nКітапханаға күн сайын жүз елу оқырман келеді, дейді меңгерушісі.\n",
    "ru": "В посёлке открылась новая библиотека\n\nКаждый день её посещают полторы сотни читателей, рассказала заведующая.\n",
    "en": "A new library has opened in the village\n\nIt is visited by some hundred and fifty readers a day, its keeper said.\n",
}


def chunked(body, size):
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def html(text):
    title, _, body = text.partition("\n\n")
    return f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{body.strip()}</p></body></html>"


def deflate(body):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def pages():
    """URL, status line, header fields, body as sent, body as meant."""
    n = 0
    for lang, text in TEXTS.items():
        legacy = "windows-1251" if lang == "ru" else "utf-8"
        for kind, charset, body in [
            ("text/plain", legacy, text.encode(legacy)),
            ("text/html", "utf-8", html(text).encode()),
            ("text/html", "utf-8", html(text * 900).encode()),
        ]:
            for how in ("plain", "gzip", "deflate", "raw deflate", "chunked", "gzip chunked"):
                n += 1
                fields, sent = [("Content-Type", f"{kind}; charset={charset}")], body
                if "gzip" in how:
                    sent = gzip.compress(sent, mtime=0)
                    fields.append(("Content-Encoding", "gzip"))
                if "deflate" in how:
                    sent = deflate(sent) if "raw" in how else zlib.compress(sent)
                    fields.append(("Content-Encoding", "deflate"))
                if "chunked" in how:
                    sent = chunked(sent, 1000)
                    fields.append(("Transfer-Encoding", "chunked"))
                else:
                    fields.append(("Content-Length", str(len(sent))))
                yield f"https://kitap.example.kz/{lang}/{n}", "200 OK", fields, sent, body
    missing = html("Not found\n\nThere is no such page.").encode()
    yield "https://kitap.example.kz/missing", "404 Not Found", [("Content-Type", "text/html")], missing, missing
    yield "https://kitap.example.kz/moved", "301 Moved Permanently", [("Content-Type", "text/html"), ("Location", "/new")], b"", b""


expected = {"warc": [], "wet": []}


def write_warc(to, compress, expect):
    writer = WARCWriter(to, gzip=compress)
    writer.write_record(writer.create_warcinfo_record("crawl.warc", {"software": "a test"}))
    for i, (url, status, fields, sent, meant) in enumerate(pages()):
        date = f"2025-03-{i % 28 + 1:02d}T10:00:00Z"
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "kitap.example.kz")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=request, warc_headers_dict={"WARC-Date": date}))
        headers = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
        record = writer.create_warc_record(url, "response", payload=io.BytesIO(sent), http_headers=headers, warc_headers_dict={"WARC-Date": date})
        writer.write_record(record)
        if expect:
            expected["warc"].append({"url": url, "date": date, "status": int(status[:3]), "bytes": base64.b64encode(meant).decode()})
        if i % 5 == 0:
            picture = StatusAndHeaders("200 OK", [("Content-Type", "image/png")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url + ".png", "response", payload=io.BytesIO(bytes(5000)), http_headers=picture))
        if i % 7 == 0:
            writer.write_record(writer.create_revisit_record(url, "sha1:" + "A" * 32, url, date))
    writer.write_record(writer.create_warc_record("metadata:x", "metadata", payload=io.BytesIO(b"a: b"), warc_content_type="application/warc-fields"))


for name, compress in (("crawl.warc.gz", True), ("crawl.warc", False)):
    with open(f"{folder}/{name}", "wb") as to:
        write_warc(to, compress, compress)
with open(f"{folder}/text.wet.gz", "wb") as to:
    writer = WARCWriter(to, gzip=True)
    writer.write_record(writer.create_warcinfo_record("text.wet", {"software": "a test"}))
    for i in range(60):
        text = list(TEXTS.values())[i % 3] * (i % 4)
        url, date = f"https://kitap.example.kz/{i}", f"2025-04-{i % 28 + 1:02d}T10:00:00Z"
        record = writer.create_warc_record(
            url, "conversion", payload=io.BytesIO(text.encode()), warc_content_type="text/plain", warc_headers_dict={"WARC-Date": date}
        )
        writer.write_record(record)
        expected["wet"].append({"url": url, "date": date, "status": None, "bytes": base64.b64encode(text.encode()).decode()})
with open(f"{folder}/expected.json", "w") as to:
    json.dump(expected, to)
