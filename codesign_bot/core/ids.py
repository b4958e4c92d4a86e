"""The names things go by: opaque strings for what is stored, small numbers for what people type."""

from __future__ import annotations

from typing import NewType

CommunityId = NewType("CommunityId", str)
RoundId = NewType("RoundId", str)
PersonId = NewType("PersonId", str)
ContentId = NewType("ContentId", str)

IdeaNo = NewType("IdeaNo", int)
"""Counts from 1 within a round, never reused: the number people type."""
WordingNo = NewType("WordingNo", int)
StatementNo = NewType("StatementNo", int)
TopicNo = NewType("TopicNo", int)
"""Counts from 1, over all communities of one installation: the number people type after "#"."""
RequestNo = NewType("RequestNo", int)
