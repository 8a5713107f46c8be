"""The hub of `npm run test:jupyterhub`. What differs from run to run comes as JSON in BELFRY_TEST_HUB."""

import json
import os
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner

test = json.loads(os.environ["BELFRY_TEST_HUB"])
folder = Path(test["folder"])


class TestSpawner(SimpleLocalProcessSpawner):
    """Local processes without system accounts. Each leaves its process id in a file, so that a test can find and end it."""

    home_dir_template = str(folder / "home/{username}")

    def pid_file(self):
        return folder / "pids" / f"{self.user.name}@{self.name}"

    async def start(self):
        address = await super().start()
        self.pid_file().write_text(str(self.pid))
        return address

    async def stop(self, now=False):
        await super().stop(now)
        self.pid_file().unlink(missing_ok=True)

    def get_args(self):
        without = self.user.name in test["withoutExtension"]
        disabled = ["--ServerApp.jpserver_extensions=jupyterlab_notifications_extension=False"] if without else []
        news = [f"--LabApp.news_url={test['newsUrl']}"] if "newsUrl" in test else []
        return [*super().get_args(), "--allow-root", *disabled, *news]


c = get_config()  # noqa: F821
c.JupyterHub.bind_url = test["url"]
if test["subdomains"]:
    c.JupyterHub.subdomain_host = test["url"]
else:
    c.JupyterHub.public_url = test["url"]
c.JupyterHub.hub_bind_url = test["hubUrl"]
c.JupyterHub.db_url = f"sqlite:///{folder}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(folder / "cookie_secret")
# The proxy and the labs outlive the hub, as they do where a hub is upgraded under its users.
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = test["proxyApiUrl"]
c.ConfigurableHTTPProxy.auth_token = test["proxyToken"]
c.JupyterHub.cleanup_servers = False
c.Proxy.extra_routes = test["routes"]

c.JupyterHub.template_paths = [str(folder / "templates")]

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = test["password"]
c.Authenticator.admin_users = set(test["admins"])
c.Authenticator.allowed_users = set(test["users"])

c.JupyterHub.spawner_class = TestSpawner
c.JupyterHub.allow_named_servers = True
c.Spawner.cmd = [test["python"], "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120

c.JupyterHub.load_groups = {name: {"users": users} for name, users in test["groups"].items()}
c.JupyterHub.services = test["services"]
c.JupyterHub.load_roles = test["roles"]
