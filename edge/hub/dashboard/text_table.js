// A table whose texts the browser sets as texts: see edge.hub.dashboard.text_table.
import { h } from "vue";

const row = (cells) => h("tr", { role: "row" }, cells);
const cell = (content) => h("td", { role: "cell" }, content);
const heading = (text) => h("th", { role: "columnheader", scope: "col" }, text);
const link = ([words, href, said]) => h("a", { href, "aria-label": said }, words);

// Not a template, which the browser would have to be allowed to compile.
export default {
  props: { caption: String, columns: Array, rows: Array, links: Array },
  render() {
    const rows = this.rows.map((texts, number) => {
      const cells = texts.map(cell);
      if (this.links) cells.push(cell([link(this.links[number])]));
      return row(cells);
    });
    const table = [
      h("caption", this.caption),
      h("thead", { role: "rowgroup" }, [row(this.columns.map(heading))]),
      h("tbody", { role: "rowgroup" }, rows),
    ];
    return h("div", [h("table", { role: "table" }, table)]);
  },
};
