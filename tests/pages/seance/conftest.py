"""A runtime of Streamlit, without a server: what runs a screen asks it for the files to download."""

import pytest
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager

from pages.components.seance.rejeu import TABLEAU_DE_BORD


@pytest.fixture
def moteur(monkeypatch):
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    if not Runtime.exists():
        monkeypatch.setattr(Runtime, "_instance", None)
        Runtime(RuntimeConfig(TABLEAU_DE_BORD, None, MemoryMediaFileStorage("/media"), MemoryUploadedFileManager("/")))
