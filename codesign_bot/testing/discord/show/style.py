"""The looks of the page: our own, readable in light and dark, without anything from elsewhere."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --back: #f6f6f8; --card: #fff; --line: #d5d7dd; --text: #1f2126; --soft: #5b606b;
  --accent: #4650c8; --good: #1d7a43; --bad: #b3262e; --mark: #e5e7fb; --private: #eef1ff; }
@media (prefers-color-scheme: dark) { :root { --back: #24262c; --card: #2e3138; --line: #464a54; --text: #eceef2;
  --soft: #b0b5c0; --accent: #7d87f0; --good: #4fb477; --bad: #ef7a80; --mark: #3b406b; --private: #2b3048; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.45 system-ui, "Segoe UI", sans-serif; }
.frame { display: grid; grid-template-columns: 15rem 1fr; min-height: 100vh; }
nav { border-right: 1px solid var(--line); padding: 1rem; }
nav p { margin: 0 0 .6rem; font-weight: 700; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li { padding: .25rem .5rem; border-radius: .4rem; color: var(--soft); overflow-wrap: anywhere; }
nav li[aria-current] { background: var(--mark); color: var(--text); }
main { padding: 0 1.25rem 2rem; max-width: 52rem; min-width: 0; }
h1 { font-size: 1.15rem; border-bottom: 1px solid var(--line); padding: .9rem 0 .7rem; margin: 0 0 .6rem; }
.message { display: grid; grid-template-columns: 2.6rem 1fr; gap: .8rem; padding: .55rem .5rem; border-radius: .5rem; }
.message > div { min-width: 0; }
.private { background: var(--private); }
.avatar { width: 2.6rem; height: 2.6rem; border-radius: 50%; background: var(--accent); color: #fff; display: grid;
  place-items: center; font-weight: 700; }
.byline { margin: 0; } .byline b { margin-right: .4rem; }
.badge { background: var(--accent); color: #fff; border-radius: .3rem; padding: 0 .35rem; font-size: .75rem; }
.soft, time.sent { color: var(--soft); font-size: .82rem; }
.words { overflow-wrap: anywhere; } .words p, .words h2, .words h3, .words h4 { margin: .2rem 0; }
.words p:empty { height: .7rem; }
.words ul, .words ol { margin: .2rem 0; padding-left: 1.4rem; }
blockquote { border-left: 4px solid var(--line); margin: .2rem 0; padding-left: .7rem; }
code, pre { background: var(--back); border: 1px solid var(--line); border-radius: .3rem; padding: .05rem .3rem; }
pre { padding: .6rem; overflow-x: auto; }
.mention { background: var(--mark); border-radius: .3rem; padding: 0 .2rem; }
.spoiler { background: var(--text); color: var(--text); border-radius: .3rem; }
.spoiler:hover, .spoiler:focus { background: var(--mark); }
.box { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--line);
  border-radius: .5rem; padding: .7rem .9rem; margin: .35rem 0; max-width: 40rem; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; margin: .4rem 0; }
.section { display: flex; justify-content: space-between; gap: 1rem; align-items: start; }
.btn { font: inherit; border: 1px solid var(--line); border-radius: .45rem; padding: .35rem .8rem;
  background: var(--back); color: var(--text); text-decoration: none; display: inline-block; }
.primary { background: var(--accent); border-color: var(--accent); color: #fff; }
.success { background: var(--good); border-color: var(--good); color: #fff; }
.danger { background: var(--bad); border-color: var(--bad); color: #fff; }
.btn[disabled] { opacity: .5; }
select.pick { font: inherit; width: 100%; padding: .4rem; border-radius: .45rem; border: 1px solid var(--line);
  background: var(--card); color: var(--text); }
hr { border: 0; border-top: 1px solid var(--line); margin: .6rem 0; } hr.gap { border: 0; }
img { max-width: 100%; border-radius: .4rem; } figure { margin: .4rem 0; } figcaption { color: var(--soft); }
.form { background: var(--card); color: var(--text); border: 1px solid var(--line); border-radius: .7rem;
  padding: 1.1rem; margin: 1rem 0; max-width: 32rem; box-shadow: 0 .5rem 2rem rgb(0 0 0 / 25%); }
.form label, .form legend { font-weight: 600; } .form fieldset label { font-weight: 400; }
.form fieldset { border: 0; padding: 0; margin: .8rem 0; }
.form input[type=text], .form textarea { font: inherit; width: 100%; padding: .45rem; border-radius: .4rem;
  border: 1px solid var(--line); background: var(--back); color: var(--text); }
.notice { color: var(--bad); font-weight: 600; }
@media (max-width: 42rem) { .frame { grid-template-columns: 1fr; } nav { display: none; } }
"""
