/** The look of the page: one column of reading width, tables that scroll by themselves, dark where the reader's system is. */
export const STYLE = `
:root{color-scheme:light dark;--text:#1b1f24;--soft:#5b6570;--paper:#fff;--card:#f5f7f9;--line:#d8dee4;--good:#0a6b4b;--other:#9a4b00;--accent:#1f5fa8}
@media (prefers-color-scheme:dark){:root{--text:#e6e9ec;--soft:#9aa5b0;--paper:#14181c;--card:#1d2329;--line:#343c45;--good:#5fd3a5;--other:#f0a860;--accent:#7db4f0}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--text);font:16px/1.55 Inter,system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:74rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 .3rem;letter-spacing:-.01em}
h2{font-size:1.3rem;margin:3rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.6rem 0 .3rem}
p{max-width:44rem;margin:.4rem 0}
a{color:var(--accent)}
.soft{color:var(--soft)}
code,pre{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
pre{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem;overflow-x:auto;white-space:pre-wrap}
.stats{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem;margin:1.4rem 0 0;padding:0}
.stats div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem}
.stats b{display:block;font-size:1.6rem;line-height:1.2;font-variant-numeric:tabular-nums}
.stats span{color:var(--soft);font-size:.85rem}
.wide{overflow-x:auto;margin:.6rem 0;border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:.86rem;font-variant-numeric:tabular-nums}
th,td{padding:.35rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--soft);white-space:nowrap;background:var(--card)}
tr:last-child td{border-bottom:0}
td.n,th.n{text-align:right;white-space:nowrap}
td.why{min-width:13rem;color:var(--soft)}
tbody.fit tr:first-child td{border-top:2px solid var(--line)}
td.head{min-width:17rem}tbody.fit td:not(.head,.why){white-space:nowrap}
td.sign{padding-right:0;font-weight:700}.good{color:var(--good)}.other{color:var(--other)}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));gap:1.2rem;margin-top:1rem}
figure{margin:0;border:1px solid var(--line);border-radius:10px;overflow:hidden;background:var(--card)}
figure img{display:block;width:100%;height:auto;background:#fff;padding:.6rem}
figcaption{padding:.45rem 1rem;font-size:.82rem;color:var(--soft)}
figure{align-self:start}@media (min-width:50rem){.broad{grid-column:span 2}.figures{grid-auto-flow:dense}}
@media (max-width:40rem){main{padding:1.5rem 1rem 3rem}h1{font-size:1.55rem}.stats{grid-template-columns:1fr 1fr}}
@media print{:root{--text:#000;--soft:#444;--paper:#fff;--card:#fff;--line:#bbb;--good:#064;--other:#820;--accent:#036}
body{font-size:10pt}main{max-width:none;padding:0}h2{break-after:avoid}figure,.stats div,tr,pre{break-inside:avoid}
.wide{overflow:visible;border:0}table{font-size:7.5pt}th,td{padding:2pt 4pt}td.n,th{white-space:normal}td.why,td.head{min-width:0}.figures{grid-template-columns:1fr 1fr}thead{display:table-header-group}}
`;
