import {scatteredPoints} from "./synthetic.ts";
import {fitPoints} from "../../../stages/fit/assemble-fit.ts";
import {alignment} from "../../../science/scaling-laws/form.ts";
import {predictionBand} from "../../../science/scaling-laws/prediction-band.ts";
const cases=[["power_law",{e:-0.65,a:-0.3,alpha:0.25},[[1,1e6]]],["power_law_shift",{e:-0.7,a:4.2,lambda:3,alpha:0.6},[[1,1e6]]],["chinchilla",{e:-0.66,a:-1.2,alpha:0.58,b:-0.5,beta:0.3},[[1,1e4],[1,1e6]]]] as const;
for (const [form,truth,ranges] of cases) for (const [B,seeds,n] of [[100,form==="power_law"?200:30,80],[200,form==="power_law"?100:20,80]] as const) {
  const t0=performance.now(); const cover: Record<string,number>={};let ps:Record<string,number[]>={}; let pred=[0,0,0];
  for(let s=0;s<seeds;s++){const f=fitPoints(scatteredPoints(form,truth,{n,ranges,noise:0.03,seed:s}),{form,delta:1e-3,bootstraps:B,seed:42});
   for(const [k,v] of Object.entries(truth)){const [l,h]=f.intervals[k]!;cover[k]=(cover[k]??0)+(+(l!<=v&&v<=h!));(ps[k]??=[]).push(f.parameters[k]!)}
   const x=[1.2,1e3,8e5].map((q,i)=>ranges.length===1?[q]:[[1.2,1e2,8e3][i]!,q]); const b=predictionBand(f as any,x); x.forEach((q,i)=>{const t=alignment(form,truth,q);pred[i]+=+(b.low[i]!<=t&&t<=b.high[i]!)});}
  const med=(a:number[])=>a.sort((x,y)=>x-y)[a.length>>1];
  console.log(form,B,seeds,((performance.now()-t0)/1000).toFixed(1)+"s",Object.entries(cover).map(([k,v])=>k+" "+(v/seeds).toFixed(3)).join(" "),"pred",pred.map(v=>(v/seeds).toFixed(3)).join(" "),Object.entries(ps).map(([k,v])=>k+" "+med(v)?.toFixed(3)).join(" "));
}
