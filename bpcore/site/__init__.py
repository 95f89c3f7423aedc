"""The site: what MkDocs and its theme do not do for a book of derivations, as one plugin.

It knows MkDocs, Markdown and HTML, and nothing of derivations: see `bpcore.site.plugin`.
"""
