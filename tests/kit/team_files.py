"""Files of a team: a plan, a robot, a line-up, each a TOML file of one season."""


def written(folder, files):
    """Write these texts as files of 2022, `name.toml` each; give the folder."""
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(f'season = "2022"\n{text}', encoding="utf-8")
    return folder
