import { formatCurrency, getCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { formatFloat, humanNumber } from "@web/core/utils/numbers";

const WAN = 10000; // 万
const FROM = 100000; // from here on an amount is told in 万

export function tellMoney(amount, currencyId) {
    return formatCurrency(amount, currencyId);
}

/** A number as short as its readers are used to: 123.46万, or 1.23M. */
function shorten(amount, decimals) {
    if (user.lang?.startsWith("zh")) {
        return Math.abs(amount) >= FROM
            ? `${formatFloat(amount / WAN, { digits: [16, decimals], trailingZeros: false })}万`
            : formatFloat(amount, { digits: [16, 0] });
    }
    return humanNumber(amount, { decimals, minDigits: 1 });
}

/** An amount for an axis: no symbol, for all of a chart is in one currency. */
export function tellAxis(amount) {
    return shorten(amount, Math.abs(amount) >= 1000 ? 1 : 0).replace(/\.0(?=\D|$)/, "");
}

/** An amount in a cell: in full, in Chinese from 100,000 on in 万. */
export function tellCell(amount, currencyId) {
    const currency = getCurrency(currencyId);
    if (!user.lang?.startsWith("zh") || Math.abs(amount) < FROM || !currency) {
        return tellMoney(amount, currencyId);
    }
    const figure = shorten(amount, 2);
    return currency.position === "after" ? `${figure} ${currency.symbol}` : `${currency.symbol} ${figure}`;
}

/** How an amount compares with that of the year before; nothing to compare with is a dash. */
export function tellChange(amount, before) {
    if (!(before > 0)) {
        return "–";
    }
    const change = Math.round((100 * (amount - before)) / before);
    return _t("%s%% on the year before", `${change > 0 ? "+" : ""}${change}`);
}
