"""The search engines that ours is measured against, each as its own manual says to use it for Dutch.

All get the same entries in the same four fields with the same weights. Like ours they ask for all words first, and for
any of them when nothing has them all.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import tantivy
from whoosh.analysis import LanguageAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import AndGroup, MultifieldParser, OrGroup

from tests.postgresql import postgresql_server

FIELDS = {"title": 4.0, "keywords": 3.0, "summary": 2.0, "body": 1.0}
DEPTH = 20

Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class PlainEntry:
    """An entry as every peer gets it."""

    slug: str
    title: str
    keywords: str
    summary: str
    body: str

    def values(self) -> tuple[str, ...]:
        """Return the searched fields, in the order of `FIELDS`."""
        return self.title, self.keywords, self.summary, self.body


def all_or_any(with_all: Search, with_any: Search) -> Search:
    """Ask for all words, and for any of them when that finds nothing."""
    return lambda text: with_all(text) or with_any(text)


@contextmanager
def whoosh(entries: Sequence[PlainEntry]) -> Iterator[Search]:
    """Plain Whoosh with its own Dutch analyzer."""
    fields = {name: TEXT(analyzer=LanguageAnalyzer("nl"), field_boost=weight) for name, weight in FIELDS.items()}
    index = RamStorage().create_index(Schema(slug=ID(stored=True), **fields))
    writer = index.writer()
    for entry in entries:
        writer.add_document(slug=entry.slug, **dict(zip(FIELDS, entry.values(), strict=True)))
    writer.commit()
    searcher = index.searcher()

    def search(group: type) -> Search:
        parser = MultifieldParser(list(FIELDS), index.schema, group=group)
        return lambda text: [hit["slug"] for hit in searcher.search(parser.parse(text), limit=DEPTH)]

    yield all_or_any(search(AndGroup), search(OrGroup))


@contextmanager
def fts5(entries: Sequence[PlainEntry]) -> Iterator[Search]:
    """SQLite's full-text search; it folds diacritics and has no Dutch stemmer."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        f"CREATE VIRTUAL TABLE entry USING fts5(slug UNINDEXED, {', '.join(FIELDS)}, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", [(e.slug, *e.values()) for e in entries])
    order = f"bm25(entry, 0, {', '.join(str(weight) for weight in FIELDS.values())})"

    def search(operator: str) -> Search:
        def run(text: str) -> Sequence[str]:
            parts = re.findall(r'"[^"]+"|\w+', text)
            query = operator.join(part if part.startswith('"') else f'"{part}"' for part in parts)
            found = connection.execute(
                f"SELECT slug FROM entry WHERE entry MATCH ? ORDER BY {order} LIMIT {DEPTH}", [query]
            )
            return [slug for (slug,) in found]

        return run

    yield all_or_any(search(" AND "), search(" OR "))
    connection.close()


@contextmanager
def postgresql(entries: Sequence[PlainEntry]) -> Iterator[Search]:
    """PostgreSQL's full-text search with its `dutch` configuration, on a server of our own on the loopback."""
    with postgresql_server() as address, psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE entry (slug text, words tsvector)")
        weighted = " || ".join(f"setweight(to_tsvector('dutch', %s), '{label}')" for label in "ABCD")
        for entry in entries:
            connection.execute(f"INSERT INTO entry VALUES (%s, {weighted})", [entry.slug, *entry.values()])
        weights = "{0.25, 0.5, 0.75, 1}"

        def search(combine: str) -> Search:
            def run(text: str) -> Sequence[str]:
                found = connection.execute(
                    f"""SELECT slug FROM entry, (SELECT {combine} AS query) AS asked WHERE words @@ query
                    ORDER BY ts_rank_cd(%s, words, query, 1) DESC, slug LIMIT {DEPTH}""",
                    [text, weights],
                )
                return [slug for (slug,) in found]

            return run

        with_all = "websearch_to_tsquery('dutch', %s)"
        with_any = f"replace({with_all}::text, '&', '|')::tsquery"
        yield all_or_any(search(with_all), search(with_any))


def tantivy_dutch_analyzer() -> tantivy.TextAnalyzer:
    """Return Tantivy's analyzer for Dutch: lower case, without diacritics, stemmed."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("dutch"))
        .build()
    )


@contextmanager
def tantivy_dutch(entries: Sequence[PlainEntry]) -> Iterator[Search]:
    """Tantivy with its Dutch stemmer."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("slug", stored=True, tokenizer_name="raw")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="nl")
    index = tantivy.Index(builder.build())
    index.register_tokenizer("nl", tantivy_dutch_analyzer())
    writer = index.writer()
    for entry in entries:
        writer.add_document(tantivy.Document(slug=entry.slug, **dict(zip(FIELDS, entry.values(), strict=True))))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(conjunction: bool) -> Search:
        def run(text: str) -> Sequence[str]:
            query, _ = index.parse_query_lenient(
                text, list(FIELDS), field_boosts=FIELDS, conjunction_by_default=conjunction
            )
            return [searcher.doc(address)["slug"][0] for _, address in searcher.search(query, DEPTH).hits]

        return run

    yield all_or_any(search(True), search(False))


PEERS = {
    "Whoosh": whoosh,
    "SQLite FTS5": fts5,
    "PostgreSQL": postgresql,
    "tantivy": tantivy_dutch,
}
