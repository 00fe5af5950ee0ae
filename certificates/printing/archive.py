"""What makes a drawn page last and be read aloud: PDF/A-3u with the marks of PDF/UA-1 (ADR 0031)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from .attachments import Attachment

LANGUAGE = "id-ID"
OPTIONS = {"pdf_variant": "pdf/a-3u", "pdf_tags": True}
# PDF/A knows the schema of PDF/UA's mark only from this description (ISO 19005-3, 6.6.2.3).
PDFUA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file was made</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"


def state(document: Any, facts: Mapping[str, Any]) -> None:
    """Language and dates of the file from the facts, and the mark of PDF/UA beside that of PDF/A."""
    metadata = document.metadata
    metadata.lang = LANGUAGE
    metadata.created, metadata.modified = facts["issued_on"], last_day(facts).isoformat()
    metadata.generate_rdf_metadata = partial(_with_pdfua, metadata.generate_rdf_metadata)


def last_day(facts: Mapping[str, Any]) -> date:
    """The day on which this paper was made to say what it says."""
    return date.fromisoformat(facts["revised_on"] or facts["issued_on"])


def files(attachments: Sequence[Attachment], facts: Mapping[str, Any]) -> list[Any]:
    """The attachments as WeasyPrint takes them, dated by the facts."""
    import weasyprint

    at = datetime.combine(last_day(facts), time.min, tzinfo=UTC)
    return [
        weasyprint.Attachment(
            string=each.content, name=each.name, description=each.description, relationship=each.relationship,
            created=at, modified=at,
        )
        for each in attachments
    ]  # fmt: skip


def finish(document: Any, pdf: Any) -> None:
    """What WeasyPrint leaves out: directions and a register of table headings, pictures without blur, each file named once."""
    import pydyf

    headings: list[Any] = []
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            if item.extra.get("Interpolate"):
                item.extra["Interpolate"] = "false"  # ISO 19005-3, 6.2.8
        elif isinstance(item, dict) and item.get("S") == "/TH":
            item["A"]["Scope"] = "/Column" if _parent(pdf, _parent(pdf, item))["S"] == "/THead" else "/Row"
            headings.append(item)
    if headings:
        by_name = sorted(headings, key=lambda heading: heading["ID"].string)
        pairs = [part for heading in by_name for part in (heading["ID"], heading.reference)]
        root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _parent(pdf: Any, element: Any) -> Any:
    return pdf.objects[int(element["P"].split()[0])]


def _with_pdfua(generate: Any, *arguments: Any) -> bytes:
    before, end, after = generate(*arguments).rpartition(_END)
    if not end:
        raise ValueError("WeasyPrint writes its metadata in another form.")
    return before + PDFUA + end + after
