"""The engines under test: each builds an index on disk, opens it, and answers with hits, snippets and all facets."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import tantivy
from whoosh import fields, index, qparser, query, sorting
from whoosh.analysis import LanguageAnalyzer

from bench.queries import BenchQuery, Shape
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.permissions import ANONYMOUS
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import IndexedEntry
from kennisplatform.search.request import Facet, SearchRequest
from kennisplatform.search.whoosh_engine import WhooshEngine
from kennisplatform.vocabulary import Sector, Theme
from tests.quality.peers import tantivy_dutch_analyzer

WEIGHTS = {"title": 4.0, "summary": 2.0, "body": 1.0}
FACETS = ("thema", "sector", "soort", "regio")
TOP = 20


class Engine(Protocol):
    """An engine on a folder. `search` returns the number of hits it shows, and must make snippets and all facets."""

    def __init__(self, folder: Path) -> None: ...

    def build(self, entries: Sequence[MenuCardEntry]) -> None:
        """Index all entries, durably."""
        ...

    def open(self) -> None:
        """Open the index as a new process does."""
        ...

    def search(self, asked: BenchQuery) -> int:
        """Answer with the first hits, their snippets and the counts of every facet."""
        ...

    def suggest(self, text: str) -> int:
        """Complete what is typed."""
        ...

    def save(self, entry: MenuCardEntry) -> None:
        """Put one entry in the place of an older one, so that the next search finds it."""
        ...


def texts(entry: MenuCardEntry) -> dict[str, str]:
    """Return the searched texts of an entry."""
    return {"title": entry.title, "summary": entry.summary, "body": entry.body}


def tags(entry: MenuCardEntry) -> dict[str, list[str]]:
    """Return the values of an entry per facet."""
    return {
        "thema": [*map(str, entry.themes)],
        "sector": [*map(str, entry.sectors)],
        "soort": [str(entry.kind)],
        "regio": [*map(str, entry.regions)],
    }


class Kennisplatform:
    """Ours."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, entries: Sequence[MenuCardEntry]) -> None:
        self.open()
        self._engine.rebuild([IndexedEntry(entry, "1") for entry in entries], lambda _: None)

    def open(self) -> None:
        self._engine = WhooshEngine(self._folder / "index", ThesaurusFile(Path("content/thesaurus.yml")))
        self._engine.status()

    def search(self, asked: BenchQuery) -> int:
        joined = " ".join(asked.words)
        text = {
            Shape.PHRASE: f'"{joined}"',
            Shape.PREFIX: f"{joined}*",
            Shape.WITHOUT: " -".join(asked.words),
        }.get(asked.shape, joined)
        filters = {
            Facet.THEME: frozenset(map(Theme, asked.themes)),
            Facet.SECTOR: frozenset(map(Sector, asked.sectors)),
        }
        return len(self._engine.search(SearchRequest(text, filters, page=asked.page)).hits)

    def suggest(self, text: str) -> int:
        return len(self._engine.suggest(text, ANONYMOUS))

    def save(self, entry: MenuCardEntry) -> None:
        self._engine.update([IndexedEntry(entry, "2")])


class Whoosh:
    """Plain Whoosh: its Dutch analyzer, its facets by `groupedby`, its highlights."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, entries: Sequence[MenuCardEntry]) -> None:
        analyzer = LanguageAnalyzer("nl")
        searched = {name: fields.TEXT(analyzer=analyzer, field_boost=w, stored=True) for name, w in WEIGHTS.items()}
        facets = {name: fields.KEYWORD(commas=True, sortable=True) for name in FACETS}
        schema = fields.Schema(slug=fields.ID(unique=True, stored=True), **searched, **facets)
        (self._folder / "index").mkdir()
        writer = index.create_in(str(self._folder / "index"), schema).writer(limitmb=512)
        for entry in entries:
            writer.add_document(**self._document(entry))
        writer.commit()

    def open(self) -> None:
        self._index = index.open_dir(str(self._folder / "index"))
        self._searcher = self._index.searcher()
        self._parser = qparser.MultifieldParser(list(WEIGHTS), self._index.schema)

    def search(self, asked: BenchQuery) -> int:
        grouped = sorting.Facets()
        for name in FACETS:
            grouped.add_field(name, allow_overlap=True)
        found = self._searcher.search(
            self._query(asked), limit=TOP, groupedby=grouped, maptype=sorting.Count, filter=self._filter(asked)
        )
        for name in FACETS:
            found.groups(name)
        return len([hit.highlights("body") for hit in found])

    def suggest(self, text: str) -> int:
        wanted = query.And([query.Prefix("title", word) for word in text.split()])
        return len(self._searcher.search(wanted, limit=10))

    def save(self, entry: MenuCardEntry) -> None:
        writer = self._index.writer()
        writer.update_document(**self._document(entry))
        writer.commit()
        self._searcher = self._searcher.refresh()

    def _query(self, asked: BenchQuery) -> query.Query:
        joined = " ".join(asked.words)
        match asked.shape:
            case Shape.NOTHING:
                return query.Every()
            case Shape.PHRASE:
                return self._parser.parse(f'"{joined}"')
            case Shape.PREFIX:
                return query.Or([query.Prefix(name, joined) for name in WEIGHTS])
            case Shape.WITHOUT:
                return self._parser.parse(" NOT ".join(asked.words))
            case Shape.ANY:
                return self._parser.parse(" OR ".join(asked.words))
            case Shape.TYPO:
                return query.Or([query.FuzzyTerm(name, joined, maxdist=2, prefixlength=1) for name in WEIGHTS])
            case Shape.ALL:
                return self._parser.parse(joined)

    def _filter(self, asked: BenchQuery) -> query.Query | None:
        wanted = [
            query.Or([query.Term(name, value) for value in values])
            for name, values in (("thema", asked.themes), ("sector", asked.sectors))
            if values
        ]
        return query.And(wanted) if wanted else None

    @staticmethod
    def _document(entry: MenuCardEntry) -> dict[str, str]:
        return {"slug": entry.slug, **texts(entry), **{name: ",".join(values) for name, values in tags(entry).items()}}


class Fts5:
    """SQLite FTS5 with the tags in a table beside it, counted by GROUP BY."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts5.db"

    def build(self, entries: Sequence[MenuCardEntry]) -> None:
        self.open()
        self._db.execute(
            "CREATE VIRTUAL TABLE entry USING fts5(slug UNINDEXED, title, summary, body, "
            "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
        )
        self._db.execute("CREATE TABLE tag (facet TEXT, value TEXT, entry INTEGER)")
        for entry in entries:
            self._insert(entry)
        self._db.execute("CREATE INDEX tag_entry ON tag (entry, facet, value)")
        self._db.execute("CREATE INDEX tag_value ON tag (facet, value, entry)")
        self._db.commit()

    def open(self) -> None:
        self._db = sqlite3.connect(self._path, check_same_thread=False)

    def search(self, asked: BenchQuery) -> int:
        where, values = self._where(asked)
        matched = bool(asked.words)
        order = "bm25(entry, 0, 4, 2, 1)" if matched else "rowid"
        snippet = "snippet(entry, 3, '<b>', '</b>', '…', 30)" if matched else "substr(body, 1, 220)"
        hits = self._db.execute(
            f"SELECT slug, title, {snippet} FROM entry WHERE {where} ORDER BY {order} LIMIT {TOP}", values
        ).fetchall()
        Counter(
            self._db.execute(
                "SELECT facet, value, count(*) FROM tag "
                f"WHERE entry IN (SELECT rowid FROM entry WHERE {where}) GROUP BY facet, value",
                values,
            ).fetchall()
        )
        return len(hits)

    def suggest(self, text: str) -> int:
        wanted = " AND ".join(f'title: "{word}"*' for word in text.split())
        return len(self._db.execute("SELECT title FROM entry WHERE entry MATCH ? LIMIT 10", [wanted]).fetchall())

    def save(self, entry: MenuCardEntry) -> None:
        ((row,),) = self._db.execute("SELECT rowid FROM entry WHERE slug = ?", [entry.slug]).fetchall() or ((-1,),)
        self._db.execute("DELETE FROM entry WHERE rowid = ?", [row])
        self._db.execute("DELETE FROM tag WHERE entry = ?", [row])
        self._insert(entry)
        self._db.commit()

    def _where(self, asked: BenchQuery) -> tuple[str, list[str]]:
        conditions, values = ["1"], []
        if asked.words:
            quoted = [f'"{word}"' for word in asked.words]
            values.append(
                {
                    Shape.PHRASE: f'"{" ".join(asked.words)}"',
                    Shape.PREFIX: f"{quoted[0]}*",
                    Shape.WITHOUT: " NOT ".join(quoted),
                    Shape.ANY: " OR ".join(quoted),
                }.get(asked.shape, " AND ".join(quoted))
            )
            conditions.append("entry MATCH ?")
        for facet, chosen in (("thema", asked.themes), ("sector", asked.sectors)):
            if chosen:
                marks = ", ".join("?" * len(chosen))
                conditions.append(f"rowid IN (SELECT entry FROM tag WHERE facet = '{facet}' AND value IN ({marks}))")
                values += chosen
        return " AND ".join(conditions), values

    def _insert(self, entry: MenuCardEntry) -> None:
        row = self._db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", [entry.slug, *texts(entry).values()]).lastrowid
        self._db.executemany(
            "INSERT INTO tag VALUES (?, ?, ?)",
            [(facet, value, row) for facet, values in tags(entry).items() for value in values],
        )


class Tantivy:
    """Tantivy with its Dutch stemmer, its aggregations and its snippets."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "tantivy"

    def build(self, entries: Sequence[MenuCardEntry]) -> None:
        self._folder.mkdir()
        self.open()
        writer = self._index.writer(512_000_000)
        for entry in entries:
            writer.add_document(self._document(entry))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("slug", stored=True, tokenizer_name="raw")
        for name in WEIGHTS:
            builder.add_text_field(name, stored=True, tokenizer_name="nl")
        for name in FACETS:
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        self._index = tantivy.Index(builder.build(), path=str(self._folder))
        self._index.register_tokenizer("nl", tantivy_dutch_analyzer())
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, asked: BenchQuery) -> int:
        wanted = self._query(asked)
        found = self._searcher.search(wanted, TOP).hits
        json.dumps(self._searcher.aggregate(wanted, {name: {"terms": {"field": name, "size": 50}} for name in FACETS}))
        snippets = tantivy.SnippetGenerator.create(self._searcher, wanted, self._index.schema, "body")
        documents = [self._searcher.doc(address) for _, address in found]
        return len([(doc["title"], snippets.snippet_from_doc(doc).to_html()) for doc in documents])

    def suggest(self, text: str) -> int:
        words = [(tantivy.Occur.Must, self._prefix("title", word)) for word in text.split()]
        return len(self._searcher.search(tantivy.Query.boolean_query(words), 10).hits)

    def save(self, entry: MenuCardEntry) -> None:
        writer = self._index.writer(64_000_000, 1)
        writer.delete_documents("slug", entry.slug)
        writer.add_document(self._document(entry))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _query(self, asked: BenchQuery) -> tantivy.Query:
        schema = self._index.schema
        joined = " ".join(asked.words)

        def parsed(text: str) -> tantivy.Query:
            return self._index.parse_query(text, list(WEIGHTS), field_boosts=WEIGHTS, conjunction_by_default=True)

        match asked.shape:
            case Shape.NOTHING:
                wanted = tantivy.Query.all_query()
            case Shape.PHRASE:
                wanted = parsed(f'"{joined}"')
            case Shape.PREFIX:
                wanted = tantivy.Query.boolean_query(
                    [(tantivy.Occur.Should, self._prefix(name, joined)) for name in WEIGHTS]
                )
            case Shape.WITHOUT:
                wanted = parsed(" -".join(asked.words))
            case Shape.ANY:
                wanted = parsed(" OR ".join(asked.words))
            case Shape.TYPO:
                fuzzy = [tantivy.Query.fuzzy_term_query(schema, name, joined, 2) for name in WEIGHTS]
                wanted = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in fuzzy])
            case Shape.ALL:
                wanted = parsed(joined)
        must = [(tantivy.Occur.Must, wanted)]
        for name, values in (("thema", asked.themes), ("sector", asked.sectors)):
            if values:
                terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, name, value)) for value in values]
                must.append((tantivy.Occur.Must, tantivy.Query.boolean_query(terms)))
        return tantivy.Query.boolean_query(must) if len(must) > 1 else wanted

    def _prefix(self, name: str, text: str) -> tantivy.Query:
        return tantivy.Query.regex_query(self._index.schema, name, f"{text}.*")

    @staticmethod
    def _document(entry: MenuCardEntry) -> tantivy.Document:
        return tantivy.Document(slug=entry.slug, **texts(entry), **tags(entry))


ENGINES: dict[str, type[Engine]] = {
    "Kennisplatform": Kennisplatform,
    "Whoosh": Whoosh,
    "FTS5": Fts5,
    "tantivy": Tantivy,
}
