"""One network for all tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.network.line import Network, obstacle
from tests.network.provision import missing


@pytest.fixture(scope="session")
def bare_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    if missing() and os.environ.get("CI"):
        pytest.fail(f"missing: {', '.join(missing())} (make servers)")
    if why := obstacle():
        pytest.skip(why)
    with Network(tmp_path_factory.mktemp("network")) as network:
        yield network


@pytest.fixture
def network(bare_network: Network) -> Iterator[Network]:
    """The network with both families, whatever a test did to it."""
    bare_network.mend()
    yield bare_network
    bare_network.mend()
