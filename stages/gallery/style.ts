/** The look of the page: cards of one or two columns, dark where the reader's system is; figures keep their white. */
export const STYLE = `
:root{color-scheme:light dark;--text:#1b1f24;--soft:#5b6570;--paper:#fff;--card:#f5f7f9;--line:#d8dee4;--accent:#1f5fa8}
@media (prefers-color-scheme:dark){:root{--text:#e6e9ec;--soft:#9aa5b0;--paper:#14181c;--card:#1d2329;--line:#343c45;--accent:#7db4f0}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--text);font:16px/1.5 Inter,system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:82rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 .4rem;letter-spacing:-.01em}
h2{font-size:1.3rem;margin:2.6rem 0 1rem;padding-top:.8rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:0 0 .3rem}
h3 span{color:var(--soft);font-weight:400}
p{margin:.4rem 0}
.lead{max-width:46rem}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
code{font:.84em/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem .9rem;margin:.2rem 0 .6rem;padding:0}
nav b{font-size:.86rem;color:var(--soft);font-weight:600}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,24rem),1fr));gap:1.2rem;grid-auto-flow:dense}
figure{margin:0;border:1px solid var(--line);border-radius:10px;overflow:hidden;background:var(--card);align-self:start}
.drawing{background:#fff;overflow-x:auto;padding:.5rem}
.drawing a{display:block}
.drawing img{display:block;width:100%;height:auto}
figcaption{padding:.8rem 1rem 1rem;font-size:.86rem;overflow-wrap:break-word}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .8rem;margin:.5rem 0;font-variant-numeric:tabular-nums}
dt{color:var(--soft)}dd{margin:0;min-width:0}dd ul{list-style:none;margin:0;padding:0}
summary{cursor:pointer;color:var(--accent)}
.note{color:var(--soft)}
.files{display:flex;flex-wrap:wrap;gap:.2rem .8rem;margin-top:.5rem}
@media (min-width:54rem){.broad{grid-column:span 2}}
@media (max-width:40rem){main{padding:1.5rem 1rem 3rem}h1{font-size:1.55rem}.broad .drawing img{width:38rem;max-width:none}}
@media print{:root{color-scheme:light;--text:#000;--soft:#444;--paper:#fff;--card:#fff;--line:#bbb;--accent:#036}
body{font-size:9.5pt}main{max-width:none;padding:0}nav,.files{display:none}h2{break-after:avoid;margin-top:1.2rem}
.figures{grid-template-columns:1fr 1fr;gap:.6rem;grid-auto-flow:row}.broad{grid-column:span 2}.drawing{overflow:visible;padding:.2rem}.broad .drawing img{width:100%}
figure{break-inside:avoid}figcaption{padding:.4rem .6rem;font-size:8pt}}
`;
