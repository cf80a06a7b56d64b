// Draws the figure that stands in the page as JSON, and offers it as a picture. The table
// beneath has the same numbers; where this does not run it stands there alone.
const OPTIONS = { displayModeBar: false, responsive: true, showTips: false };
// As wide as a page of A4 takes it, and twice as sharp as a screen.
const PICTURE = { format: "png", width: 1000, scale: 2 };

// Names at the side, and bands with theirs on both, need more room than a telephone has.
const WIDE_ENOUGH = 500;
const WIDE_ENOUGH_FOR_BANDS = 760;
const LEGEND_LINE = 20;

let loading;

// The library is large: it is fetched once, and only by pages that draw.
function plotly(address) {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.Plotly);
    script.onerror = failed;
    document.head.append(script);
  });
  return loading;
}

// A label has two lines at most; on a telephone it takes no more than half the width.
function fitted(figure, width) {
  if (width >= WIDE_ENOUGH) return figure;
  const narrow = structuredClone(figure);
  narrow.layout.font.size = 12;
  // What stands beside lines has no room there: a legend names them, as it names bars.
  if (narrow.data[0].type === "scatter") {
    narrow.layout.annotations = [];
    narrow.layout.showlegend = narrow.data.length > 1;
  }
  // The names of series stand one under the other: the picture grows by them.
  if (narrow.layout.showlegend) narrow.layout.height += LEGEND_LINE * narrow.data.length;
  for (const trace of narrow.data) {
    if (trace.orientation !== "h") continue;
    if (trace.name.length > 30) trace.name = trace.name.replace(": ", ":<br>");
    trace.y = trace.y.map((label) => {
      const whole = label.replace("<br>", " ");
      return whole.length > 18 ? whole.slice(0, 17).trimEnd() + "…" : whole;
    });
    // Two that are cut alike would be drawn as one.
    if (new Set(trace.y).size < trace.y.length) {
      trace.y = trace.y.map((label, at) => label + "\u200b".repeat(at));
    }
  }
  return narrow;
}

// Away from its page a picture has to say what it is of.
const TITLE_HIGH = 60;

function titled(layout, text) {
  return {
    ...layout,
    height: layout.height + TITLE_HIGH,
    margin: { ...layout.margin, t: layout.margin.t + TITLE_HIGH },
    title: { text, x: 0.02, xanchor: "left", y: 0.98, yanchor: "top" },
  };
}

export async function begin(element) {
  const figure = JSON.parse(element.querySelector("script").textContent);
  const drawing = element.querySelector(".tracker-chart__drawing");
  const bands = figure.data.some((trace) => trace.type === "sankey");
  if (bands && document.documentElement.clientWidth < WIDE_ENOUGH_FOR_BANDS) return;
  let library;
  try {
    library = await plotly(element.dataset.plotly);
  } catch {
    return; // the table says it all
  }
  element.hidden = false;
  const { data, layout } = fitted(figure, drawing.clientWidth);
  await library.newPlot(drawing, data, layout, OPTIONS);
  element.querySelector("button").addEventListener("click", () =>
    library.downloadImage(
      { data: figure.data, layout: titled(figure.layout, element.dataset.title) },
      {
        ...PICTURE,
        height: figure.layout.height + TITLE_HIGH,
        filename: element.dataset.file,
      },
    ),
  );
}
