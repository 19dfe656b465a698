import { Component, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor } from "@web/core/colors/colors";
import { tellAxis, tellMoney } from "./money";

const scheme = cookie.get("color_scheme");
const TEXT = getCustomColor(scheme, "#111827", "#E4E4E4");
const COLORS = [0, 2, 3, 4]; // of the palette, without red: that is money overdue
const GRID = getCustomColor(scheme, "rgba(0,0,0,.1)", "rgba(255,255,255,.15)");

/** Bars side by side, and lines over them, with the same figures as a table behind; each opens its records. */
export class BarChart extends Component {
    static template = "commercial_contract.BarChart";
    static props = { chart: Object, currencyId: Number, open: Function };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({ isList: false });
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.chart, this.state.isList],
        );
        onWillUnmount(() => this.drawn?.destroy());
    }

    get isEmpty() {
        return !this.props.chart.series.some((part) => part.bars.some((bar) => bar.amount));
    }

    /** The rows of the table: a label with a figure of each series. */
    get rows() {
        const { labels, series } = this.props.chart;
        return labels.map((label, index) => ({
            label,
            bars: series.map((part) => ({
                ...part.bars[index],
                name: part.name,
                text: part.bars[index].amount ? tellMoney(part.bars[index].amount, this.props.currencyId) : "–",
            })),
        }));
    }

    get totals() {
        return this.props.chart.series.map((part) => ({
            name: part.name,
            // what runs on from period to period has no sum
            text:
                part.type === "line"
                    ? ""
                    : tellMoney(
                          part.bars.reduce((sum, bar) => sum + bar.amount, 0),
                          this.props.currencyId,
                      ),
        }));
    }

    draw() {
        this.drawn?.destroy();
        this.drawn = null;
        if (!this.canvas.el) {
            return;
        }
        const { labels, series } = this.props.chart;
        this.drawn = new Chart(this.canvas.el, {
            type: "bar",
            data: {
                labels,
                datasets: series.map((part, index) => ({
                    type: part.type || "bar",
                    label: part.label,
                    data: part.bars.map((bar) => bar.amount),
                    backgroundColor: getColor(COLORS[index % COLORS.length], scheme, "sm"),
                    borderColor: getColor(COLORS[index % COLORS.length], scheme, "sm"),
                    order: part.type === "line" ? 0 : 1,
                    maxBarThickness: 48,
                })),
            },
            options: {
                maintainAspectRatio: false,
                animation: false,
                onClick: (ev, [element]) => element && this.props.open(series[element.datasetIndex].bars[element.index]),
                onHover: (ev, elements) => (ev.native.target.style.cursor = elements.length ? "pointer" : ""),
                scales: {
                    x: { grid: { display: false }, ticks: { color: TEXT } },
                    y: {
                        beginAtZero: true,
                        border: { display: false },
                        grid: { color: GRID },
                        ticks: { color: TEXT, maxTicksLimit: 6, callback: (value) => tellAxis(value) },
                    },
                },
                plugins: {
                    legend: { display: series.length > 1, position: "top", align: "end", labels: { color: TEXT } },
                    tooltip: {
                        callbacks: {
                            label: (item) => `${item.dataset.label}: ${tellMoney(item.raw, this.props.currencyId)}`,
                        },
                    },
                },
            },
        });
    }
}
