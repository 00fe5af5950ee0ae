"""Exit code 0 when the web server in this container answers /sehat/ under its own host name."""

import http.client
import os
import sys

host = os.environ["DJANGO_ALLOWED_HOSTS"].split(",")[0].strip()
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
connection.request("GET", "/sehat/", headers={"Host": host})
sys.exit(connection.getresponse().status != 200)
