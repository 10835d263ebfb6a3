"""The generator of multilingual brochure sites: content in, problems and views out.

Nothing in here knows MkDocs or a web server, so that the same code serves the site's
build, the command line and the tests.
"""
