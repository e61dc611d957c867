"""RTSP OPTIONS and DESCRIBE: a camera's side (answers 401 with its realm) and a recorder's."""

from say import tcp


def camera(server, realm):
    def reply(data):
        text = data.decode("latin1")
        number = next((line.split(":")[1].strip() for line in text.split("\r\n") if line.lower().startswith("cseq:")), "1")
        if text.startswith("OPTIONS"):
            lines = ["RTSP/1.0 200 OK", f"CSeq: {number}", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN"]
        else:
            lines = ["RTSP/1.0 401 Unauthorized", f"CSeq: {number}", f'WWW-Authenticate: Digest realm="{realm}", nonce="00112233445566778899aabbccddeeff", stale="FALSE"']
        if server:
            lines.append(f"Server: {server}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    tcp.banner(554, reply=reply)


def ask(host, path, agent):
    tcp.tell(
        host,
        554,
        *[f"{method} rtsp://{host}:554{path} RTSP/1.0\r\nCSeq: {number}\r\nUser-Agent: {agent}\r\n\r\n".encode() for number, method in ((1, "OPTIONS"), (2, "DESCRIBE"))],
    )
