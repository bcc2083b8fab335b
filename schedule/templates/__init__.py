"""Plan templates, as data: one plan a file, valid as it stands, with no code beside them.

The first two lines of a template are its title in Chinese and in English, as comments. Lines that end in `# new: name`,
`# new: start` and `# new: deadline` are those that `daopai new` fills in.
"""
