"""What single faults, and what only looks like one, are in the good site's HTML.

Each name tells what a file has; its value is what replaces what: ``(file, old, new)``, or
``(file, new)`` for a whole file. The problems that are found are in ``problems.txt``.
"""

from __future__ import annotations

import gzip
import json
import struct

GONE = b""  # for a file that is not there
Edit = tuple[str, str, str | bytes] | tuple[str, str | bytes]

_P_EN = "<p>The programme builds wells with the people who will use them"
_P_FR = "<p>Le programme construit des puits avec ceux qui vont les utiliser"
_LINK = '<link rel="stylesheet" href="assets/site.css">'
_CANONICAL = '<link rel="canonical" href="https://www.example.org/areas/">\n'
_DEFAULT = '<link rel="alternate" hreflang="x-default" href="https://www.example.org/areas/">\n'
_IMAGE = '<img src="assets/well.svg" alt="A well with a roof">'
_FR_AREAS = 'hreflang="fr" href="https://www.example.org/fr/areas/"'
_POLICY = "policy: \"default-src 'self'\"\n"
_HASHED = (
    "policy: \"default-src 'self'; script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    " 'nonce-k3'\"\n"
)
_ENGLISH = (
    "What the programme does for those who live in the villages, and how it can help them with"
    " their water and their health."
)
_GREEK = (
    "<p>Το πρόγραμμα κατασκευάζει πηγάδια μαζί με τους ανθρώπους που θα τα χρησιμοποιήσουν, και"
    " μένει σε κάθε χωριό για δύο χρόνια, όπως"
)
_QUOTATION = (
    '<p>Devise :</p><p lang="en">The people of the village know what they want and what they can'
    " do, and they do it with their own hands</p><p>Le programme construit"
)
_DESCRIPTION = (
    '<meta name="description" content="What the programme does about water and about health.">\n'
)
_META_POLICY = (
    '<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy"'
    " content=\"script-src 'none'; img-src https://img.example.org\">"
)
_REDIRECTION = (
    '<html lang="en"><meta charset="utf-8"><title>Old</title>'
    '<meta http-equiv="refresh" content="0; url=../{}/">'
)

_PAGE = (
    '{{"@type": "WebPage", "url": "https://www.example.org/areas/", "inLanguage": "en",'
    ' "name": "Areas of work"{}}}'
)


def _told(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>\n</head>'


def _shared(*files: str) -> tuple[Edit, ...]:
    """Let pages have a picture of 1200 × 630 pixels."""
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 1200, 630)
    metas = (
        '<meta property="og:image" content="https://www.example.org/assets/card.png">\n'
        '<meta property="og:image:width" content="1200">\n'
        '<meta property="og:image:height" content="630">\n</head>'
    )
    return (("assets/card.png", head), *((file, "</head>", metas) for file in files))


def _index(tag: str, addresses: list[str]) -> tuple[Edit, ...]:
    """Return an index of Pagefind's of some pages."""
    entry = f'{{"languages": {{"{tag}": {{"page_count": {len(addresses)}}}}}}}'
    files: list[Edit] = [(f"search/{tag}/pagefind-entry.json", entry)]
    for number, address in enumerate(addresses):
        data = b"pagefind_dcd" + json.dumps({"url": address}).encode()
        name = f"search/{tag}/fragment/{tag}_{number}.pf_fragment"
        files.append((name, gzip.compress(data)))
    return tuple(files)


FAULTS: dict[str, tuple[Edit, ...]] = {
    # The file and its language
    "bytes of Latin-1": (("fr/areas/index.html", "C’est", "\u00e9t\u00e9".encode("latin-1")),),
    "bytes of UTF-16": (("areas/index.html", "<html lang=en><h1>Areas</h1>".encode("utf-16")),),
    "another encoding declared": (("index.html", '"utf-8"', '"iso-8859-1"'),),
    "no encoding declared": (("index.html", '<meta charset="utf-8">\n', ""),),
    "an empty file": (("areas/index.html", "\n"),),
    "no lang": (("areas/index.html", ' lang="en"', ""),),
    "an empty lang": (("areas/index.html", ' lang="en"', ' lang=""'),),
    "a word for a tag": (("areas/index.html", ' lang="en"', ' lang="english"'),),
    "a word for the tag of an element": (("index.html", "<h2 id", '<h2 lang="french!" id'),),
    "no dir in Arabic": (("areas/index.html", ' lang="en"', ' lang="ar"'),),
    "the wrong dir": (("fr/index.html", ' lang="fr"', ' lang="fr" dir="rtl"'),),
    "the wrong dir of an element": (("index.html", "<h2 id", '<h2 lang="ar" dir="ltr" id'),),
    # The language that texts are in
    "an English paragraph in French": (
        (
            "fr/index.html",
            _P_FR,
            _P_EN + ", and this is how it works for those who live in the village",
        ),
    ),
    "an English description in French": (
        (
            "fr/areas/index.html",
            "Ce que le programme fait pour l’eau et pour la santé.",
            _ENGLISH,
        ),
    ),
    "a French page that says it is German": (
        ("fr/areas/index.html", 'html lang="fr"', 'html lang="de"'),
    ),
    "Greek letters in English": (
        (
            "index.html",
            _P_EN,
            _GREEK,
        ),
    ),
    # The head
    "no title": (("areas/index.html", "<title>Areas of work</title>", "<title></title>"),),
    "two titles": (("areas/index.html", "<title>", "<title>Areas</title>\n<title>"),),
    "the title of another page": (
        ("areas/index.html", "<title>Areas of work", "<title>Wells for villages"),
    ),
    "no description": (
        (
            "areas/index.html",
            _DESCRIPTION,
            "",
        ),
    ),
    "the description of another page": (
        (
            "areas/index.html",
            "What the programme does about water and about health.",
            "A programme that builds wells together with the people of a village.",
        ),
    ),
    "no canonical address": (("areas/index.html", _CANONICAL, ""),),
    "two canonical addresses": (("areas/index.html", _CANONICAL, _CANONICAL * 2),),
    "a relative canonical address": (
        (
            "areas/index.html",
            'canonical" href="https://www.example.org/areas/',
            'canonical" href="./',
        ),
    ),
    "a canonical address without a page": (
        (
            "areas/index.html",
            'org/areas/">\n<link rel="alternate" hreflang="en"',
            'org/area/">\n<link rel="alternate" hreflang="en"',
        ),
    ),
    "a canonical address of another language": (
        (
            "areas/index.html",
            'canonical" href="https://www.example.org/',
            'canonical" href="https://www.example.org/fr/',
        ),
    ),
    "relative translations": (
        (
            "areas/index.html",
            'hreflang="en" href="https://www.example.org/areas/',
            'hreflang="en" href="./',
        ),
        ("areas/index.html", _FR_AREAS, 'hreflang="fr" href="../fr/areas/"'),
    ),
    "no x-default": (("areas/index.html", _DEFAULT, ""),),
    "a translation that does not name the page back": (
        (
            "fr/areas/index.html",
            'hreflang="en" href="https://www.example.org/areas/',
            'hreflang="en" href="https://www.example.org/',
        ),
    ),
    "a translation without a page": (
        ("areas/index.html", _FR_AREAS, 'hreflang="fr" href="https://www.example.org/fr/area/"'),
    ),
    "a translation in another language": (
        ("areas/index.html", _FR_AREAS, 'hreflang="fr" href="https://www.example.org/"'),
    ),
    "a translation into no language": (
        (
            "areas/index.html",
            _FR_AREAS,
            'hreflang="french!" href="https://www.example.org/fr/areas/"',
        ),
    ),
    "two translations into one language": (
        (
            "areas/index.html",
            _DEFAULT,
            _DEFAULT + f'<link rel="alternate" {_FR_AREAS.replace("fr/areas/", "fr/")}>\n',
        ),
    ),
    "a translation that is not to be listed": (
        (
            "fr/areas/index.html",
            "<title>",
            '<meta name="robots" content="noindex, follow">\n<title>',
        ),
    ),
    "no og:title": (
        ("areas/index.html", '<meta property="og:title" content="Areas of work">\n', ""),
    ),
    "another og:url": (
        (
            "areas/index.html",
            '"og:url" content="https://www.example.org/areas/',
            '"og:url" content="https://www.example.org/',
        ),
    ),
    "another og:locale": (
        ("areas/index.html", '"og:locale" content="en_GB"', '"og:locale" content="pt_PT"'),
    ),
    "a tag for og:locale": (
        ("areas/index.html", '"og:locale" content="en_GB"', '"og:locale" content="en-GB"'),
    ),
    "an og:locale:alternate without a page": (
        ("areas/index.html", ':alternate" content="fr_FR"', ':alternate" content="es_ES"'),
    ),
    "a relative og:image": (
        (
            "areas/index.html",
            "</head>",
            '<meta property="og:image" content="../assets/well.svg">\n</head>',
        ),
    ),
    "an og:image that is not there": (
        (
            "areas/index.html",
            "</head>",
            '<meta property="og:image" content="https://www.example.org/well.png">\n</head>',
        ),
    ),
    "linked data that is not JSON": (("areas/index.html", "</head>", _told("{")),),
    "linked data of another page": (
        (
            "areas/index.html",
            "</head>",
            _told(
                '{"@type": "WebPage", "url": "https://www.example.org/", "inLanguage": "fr",'
                ' "name": "Water", "dateModified": "2026-03-01"}'
            ),
        ),
    ),
    "linked data on what is not there": (
        (
            "index.html",
            "</head>",
            _told(
                '[{"@type": "Question", "name": "Who drinks?"},'
                ' {"@id": "https://www.example.org/nowhere/"}, {"url": "areas/"}]'
            ),
        ),
    ),
    "a day of change that does not exist": (
        ("areas/index.html", "</head>", _told(_PAGE.format(', "dateModified": "soon"'))),
        (
            "sitemap.xml",
            "<loc>https://www.example.org/areas/</loc>",
            "<loc>https://www.example.org/areas/</loc><lastmod>soon</lastmod>",
        ),
    ),
    "a search that finds too little": (*_index("en", ["/"]), *_index("fr", ["/fr/", "/fr/areas/"])),
    "a search that finds another language": _index("en", ["/", "/areas/", "/fr/", "/fr/areas/"]),
    "a search that finds what is not there": (
        *_index("en", ["/", "/areas/", "/old/"]),
        *_index("fr", ["/fr/", "/fr/areas/"]),
    ),
    "a search whose index is damaged": (("search/en/pagefind-entry.json", "{"),),
    "a search whose index lacks a file": (
        ("search/en/pagefind-entry.json", '{"languages": {"en": {"page_count": 2}}}'),
    ),
    "a search whose index is cut off": (
        *_index("en", ["/"]),
        ("search/en/fragment/en_0.pf_fragment", b"\x1f\x8b\x08"),
    ),
    "an og:image that is too heavy": (
        ("audit.yaml", "card: 20\n"),
        *_shared("index.html", "areas/index.html", "fr/index.html", "fr/areas/index.html"),
    ),
    "an og:image of another size": (
        *_shared("index.html", "areas/index.html", "fr/index.html", "fr/areas/index.html"),
        ("index.html", '"1200"', '"1024"'),
    ),
    "a page without an og:image": _shared("index.html", "areas/index.html", "fr/index.html"),
    # The body
    "no h1": (("areas/index.html", "<h1>Areas of work</h1>\n", ""),),
    "two h1": (("areas/index.html", '<h2 id="water">Water</h2>', '<h1 id="water">Water</h1>'),),
    "a level left out": (
        ("areas/index.html", '<h2 id="water">Water</h2>', '<h3 id="water">Water</h3>'),
    ),
    "a heading before the h1": (("areas/index.html", "<h1>", "<h2>Here</h2>\n<h1>"),),
    "an empty heading": (("areas/index.html", "Water</h2>", "</h2>"),),
    "an id twice": (("areas/index.html", "<h1>", '<h1 id="water">'),),
    "an id with a space": (("areas/index.html", "<h1>", '<h1 id="of work">'),),
    "a reference to no id": (("areas/index.html", "<h1>", '<label for="name">Name</label><h1>'),),
    "no alternative text": (("index.html", ' alt="A well with a roof"', ""),),
    "a file's name for an alternative text": (("index.html", "A well with a roof", "well.svg"),),
    "a link without a text": (
        ("index.html", _IMAGE, f'<a href="areas/">{_IMAGE.replace("A well with a roof", "")}</a>'),
    ),
    "a frame without a title": (("index.html", _IMAGE, _IMAGE + '<iframe src="areas/"></iframe>'),),
    "a drawing without a name": (
        ("index.html", _IMAGE, _IMAGE + '<svg role="img"><path d="M0 0"/></svg>'),
    ),
    "a link to no page": (("index.html", "areas/#water", "aeras/#water"),),
    "a link to an impossible address": (("index.html", "areas/#water", "http://[water/"),),
    "a link to no id": (("fr/index.html", "areas/#water", "areas/#watr"),),
    "a link to no id of the page in the other language": (
        ("index.html", "areas/#water", "fr/areas/#eau"),
    ),
    "a link to another language": (("fr/index.html", "areas/#water", "../areas/#water"),),
    "a hreflang that is not the page's": (
        (
            "index.html",
            '<a href="fr/" lang="fr" hreflang="fr">',
            '<a href="fr/" lang="fr" hreflang="pt">',
        ),
    ),
    "an image that is not there": (("index.html", "assets/well.svg", "assets/wel.svg"),),
    "a style sheet that loads what is not there": (("assets/site.css", "#fff", 'url("sky.png")'),),
    "a redirection to no page": (
        (
            "old/index.html",
            _REDIRECTION.format("new"),
        ),
    ),
    "two targets of one label": (
        ("index.html", "<h2 id", '<p><a href="areas/">The team</a></p>\n<h2 id'),
    ),
    # The whole site
    "no 404.html": (("404.html", GONE),),
    "a 404.html in another language": (("404.html", ' lang="en"', ' lang="fr"'),),
    "relative links on 404.html": (("fr/404.html", '"/fr/"', '"index.html"'),),
    "a font of another host": (
        (
            "index.html",
            _LINK,
            _LINK + '\n<link rel="stylesheet" href="https://fonts.example.com/a.css">',
        ),
    ),
    "a style sheet that loads from another host": (
        ("assets/site.css", "#fff", "url(//cdn.example.com/sky.png)"),
    ),
    "a form for another host": (
        ("index.html", "<h2 id", '<form action="https://forms.example.com/"></form>\n<h2 id'),
    ),
    "a page over its budget": (("audit.yaml", "page: 400\n"),),
    "a request over the budget": (("audit.yaml", "requests: 2\n"),),
    "images over their budget": (("audit.yaml", "images: 50\n"),),
    "one picture over its budget, though loaded late": (
        ("audit.yaml", "picture: 50\n"),
        ("index.html", "<img", '<img loading="lazy"'),
        ("fr/index.html", "<img", '<img loading="lazy"'),
    ),
    "a document over its budget": (
        ("audit.yaml", "document: 50\n"),
        ("files/guide.pdf", b"%PDF-" + b" " * 50),
        ("index.html", "<h2 id", '<p><a href="files/guide.pdf">Guide</a></p>\n<h2 id'),
    ),
    "a script in the page": (
        ("audit.yaml", _POLICY),
        ("index.html", "</head>", "<script>alert(1)</script>\n</head>"),
    ),
    "a style in the page": (
        ("audit.yaml", _POLICY),
        ("index.html", "<h1>", '<h1 style="color: red" onclick="go()">'),
    ),
    "a script that the page's own policy refuses": (
        (
            "index.html",
            '<meta charset="utf-8">',
            _META_POLICY,
        ),
        ("index.html", "</head>", "<script>alert(1)</script>\n</head>"),
    ),
    "no sitemap": (("sitemap.xml", GONE),),
    "a sitemap that is cut off": (("sitemap.xml", "</urlset>", ""),),
    "a page that the sitemap leaves out": (
        (
            "sitemap.xml",
            "<loc>https://www.example.org/fr/areas/</loc>",
            "<loc>https://www.example.org/areas/</loc>",
        ),
    ),
    "a page that only the sitemap has": (
        (
            "sitemap.xml",
            "<loc>https://www.example.org/fr/areas/</loc>",
            "<loc>https://www.example.org/fr/area/</loc>",
        ),
    ),
    "a page in the sitemap that is not to be listed": (
        (
            "sitemap.xml",
            "<loc>https://www.example.org/fr/areas/</loc>",
            "<loc>https://www.example.org/fr/404.html</loc>",
        ),
    ),
    "other translations in the sitemap": (
        (
            "sitemap.xml",
            'hreflang="en" href="https://www.example.org/areas/',
            'hreflang="en" href="https://www.example.org/',
        ),
    ),
    "another sitemap in robots.txt": (("robots.txt", "sitemap.xml", "map.xml"),),
    "a file that nothing uses": (("assets/old.png", b"\x89PNG"),),
    "a page that nothing links to": (
        ("index.html", 'Home</a> <a href="areas/">Areas</a>', "Home</a>"),
        ("index.html", "areas/#water", "#more"),
        ("fr/areas/index.html", '<a href="../../areas/" lang="en" hreflang="en">English</a>', ""),
    ),
}

RIGHT: dict[str, tuple[Edit, ...]] = {
    "a link to what another server answers on the host": (
        ("audit.yaml", "elsewhere: [/shop/]\n"),
        ("index.html", _P_EN, '<p><a href="/shop/pumps">Pumps</a> ' + _P_EN.removeprefix("<p>")),
    ),
    "an English quotation that is declared": (
        (
            "fr/index.html",
            _P_FR,
            _QUOTATION,
        ),
    ),
    "a short English name in French": (
        ("fr/index.html", "En savoir plus", "The Village and the Well of the North"),
    ),
    "a page that says more about its language than its translations do": (
        ("areas/index.html", 'html lang="en"', 'html lang="en-GB"'),
    ),
    "a decoration without an alternative text": (("index.html", "A well with a roof", ""),),
    "an anchor of old": (("areas/index.html", '<h2 id="water">', '<h2><a name="water"></a>'),),
    "a link to the page's top": (
        ("index.html", "</body>", '<p><a href="#top">Top</a> <a href="#">Begin</a></p></body>'),
    ),
    "a link to a full address of the site": (
        ("index.html", "areas/#water", "https://www.example.org/areas/#water"),
    ),
    "a link to a folder without its slash": (("index.html", "areas/#water", "areas#water"),),
    "a script that is data": (
        ("audit.yaml", _POLICY),
        ("index.html", "</head>", '<script type="application/json">{}</script>\n</head>'),
    ),
    "an og:image of every page": _shared(
        "index.html", "areas/index.html", "fr/index.html", "fr/areas/index.html"
    ),
    "a search that finds all pages": (
        *_index("en", ["/", "/areas/"]),
        *_index("fr", ["/fr/", "/fr/areas/"]),
    ),
    "linked data that agree with the page": (
        ("audit.yaml", _POLICY),
        ("areas/index.html", "</head>", _told(_PAGE.format(', "dateModified": "2026-03-01"'))),
        (
            "sitemap.xml",
            "<loc>https://www.example.org/areas/</loc>",
            "<loc>https://www.example.org/areas/</loc><lastmod>2026-03-01</lastmod>",
        ),
    ),
    "linked data on what is seen as code": (
        ("audit.yaml", _POLICY),
        ("areas/index.html", "</body>", "<p>May I write <code>x.doc</code>?</p>\n</body>"),
        (
            "areas/index.html",
            "</head>",
            _told('{"@type": "Question", "name": "May I write x.doc?"}'),
        ),
    ),
    "scripts that the policy has by hash and nonce": (
        ("audit.yaml", _HASHED),
        (
            "index.html",
            "</head>",
            '<script>alert(1)</script>\n<script nonce="k3">alert(2)</script>\n</head>',
        ),
    ),
    "a host that is allowed": (
        ("audit.yaml", "hosts: [img.example.com]\n"),
        ("index.html", "assets/well.svg", "https://img.example.com/well.svg"),
    ),
    "a file that is listed as unused": (
        ("audit.yaml", 'unused: ["licences/*.txt"]\n'),
        ("licences/icons.txt", "MIT\n"),
    ),
    "a redirection to a page": (
        (
            "old/index.html",
            _REDIRECTION.format("areas"),
        ),
        ("index.html", "areas/#water", "old/"),
    ),
    "images within a budget that are loaded late": (
        ("audit.yaml", "images: 0\n"),
        ("index.html", "<img", '<img loading="lazy"'),
        ("fr/index.html", "<img", '<img loading="lazy"'),
    ),
    "markup within a comment before an element": (
        ("index.html", "<h2 id", '<!-- <h2 id="more"> --><h2 id'),
    ),
}
