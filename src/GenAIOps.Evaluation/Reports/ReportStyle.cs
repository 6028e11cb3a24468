namespace GenAIOps.Evaluation.Reports;

/// <summary>How the report looks: light and dark, from 320 pixels to a wall; colours keep a contrast of 4.5 and never stand alone.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--ink:#1a1d21;--soft:#565d66;--paper:#fff;--panel:#f4f5f7;--line:#d5d9de;--edge:#767d87;--accent:#0b57b0;--ok:#0a6b2c;--okbg:#e3f4e8;--no:#a3141b;--nobg:#fbe7e8;--add:#d3efd9;--del:#f9d9da}
        @media(prefers-color-scheme:dark){:root{--ink:#eceef1;--soft:#b3bac3;--paper:#14171a;--panel:#1f2429;--line:#3a4148;--edge:#8d959f;--accent:#8ab8ff;--ok:#7fdc98;--okbg:#12301c;--no:#ff9aa0;--nobg:#3b1619;--add:#17452a;--del:#5a1f24}}
        *{box-sizing:border-box}
        body{margin:0;font:1rem/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--ink);background:var(--paper)}
        main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 4rem}
        h1{font-size:1.75rem;line-height:1.2;margin:0 0 .75rem}h2{font-size:1.2rem;margin:2.5rem 0 .5rem}h3{font-size:1rem;margin:0 0 .25rem}
        code{font-size:.9em;overflow-wrap:anywhere}
        .verdict{border-left:.35rem solid;border-radius:.35rem;padding:.75rem 1rem;margin:0 0 1rem}
        .verdict.ok{border-color:var(--ok);background:var(--okbg)}.verdict.no{border-color:var(--no);background:var(--nobg)}
        .verdict strong{display:block}.ok strong{color:var(--ok)}.no strong{color:var(--no)}.verdict ul{margin:.25rem 0 0;padding-left:1.2rem}
        .small{color:var(--soft);font-size:.875rem}
        .findings{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:1rem;padding:0;margin:0;list-style:none}
        .findings li{background:var(--panel);border-radius:.5rem;padding:1rem}
        .findings p{margin:.25rem 0}.badge{font-size:.8rem;font-weight:600;border:1px solid;border-radius:1rem;padding:.05rem .6rem;white-space:nowrap}
        .badge.ok{color:var(--ok)}.badge.no{color:var(--no)}.badge.open{color:var(--soft)}
        .head{display:flex;justify-content:space-between;align-items:baseline;gap:.5rem}.figure{font-size:1.5rem;font-variant-numeric:tabular-nums}
        svg{width:100%;height:auto;display:block}svg text{font-size:11px;fill:var(--soft)}.axis{stroke:var(--edge)}.interval{stroke:var(--accent);stroke-width:5;stroke-linecap:round}.point{fill:var(--ink)}.limit{stroke:var(--no);stroke-width:2;stroke-dasharray:4 3}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding-bottom:.25rem}
        th,td{text-align:left;vertical-align:top;padding:.45rem .75rem .45rem 0;border-bottom:1px solid var(--line)}td{overflow-wrap:anywhere}.num{font-variant-numeric:tabular-nums;white-space:nowrap}
        form{display:flex;flex-wrap:wrap;gap:.75rem;margin:.75rem 0;align-items:end}label{display:block;font-size:.875rem;color:var(--soft)}
        input,select,button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--edge);border-radius:.35rem;padding:.4rem .6rem;max-width:100%;min-height:2.5rem}
        input{width:18rem}button{cursor:pointer}th button{border:0;padding:.1rem .2rem;min-height:1.75rem;font-weight:600;background:none;text-align:left}
        td button{min-height:1.75rem;padding:.1rem .5rem;border:0;background:none;color:var(--accent);text-align:left;text-decoration:underline;overflow-wrap:anywhere}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        .detail{background:var(--panel);border-radius:.5rem;padding:1rem;margin:.25rem 0}.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:1rem}.pair p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
        ins{background:var(--add);color:inherit;text-decoration:underline}del{background:var(--del);color:inherit;text-decoration:line-through}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.75rem 0 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        @media(max-width:44rem){.rows thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.rows,.rows tbody,.rows tr,.rows td{display:block;width:100%}.rows tr{border-bottom:1px solid var(--line);padding:.6rem 0}.rows td{border:0;padding:.1rem 0}.rows td[data-label]:before{content:attr(data-label) ": ";color:var(--soft)}input,select{width:100%}form>div{width:100%}dl{grid-template-columns:1fr}}
        @media(prefers-reduced-motion:no-preference){button,input,select{transition:border-color .15s}}
        @media print{form,.more{display:none}main{max-width:none}}
        """;
}
