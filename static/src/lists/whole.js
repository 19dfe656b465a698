import { useEffect, useState } from "@odoo/owl";
import { pick } from "@web/core/utils/objects";
import { useService } from "@web/core/utils/hooks";
import { getAggregateSpecifications } from "@web/model/relational_model/utils";

/** Whether a list holds more than it shows: then what is shown does not add up to what it holds. */
export function isCut(list) {
    if (list.model.useSampleModel || (list.selection.length && !list.isDomainSelected)) {
        return false;
    }
    return list.count > (list.isGrouped ? list.groups : list.records).length;
}

/**
 * The sums of all that a list holds, its other pages included. Asked once the page stands, and again
 * with each page: what was invoiced or paid meanwhile is in them.
 *
 * @param {() => { list: Object, names: string[] }} read the list and its columns with a sum
 * @returns {{ sums: Object | null, directions: string[] }} ``sums`` as a group has them, null until known
 */
export function useWhole(read) {
    const orm = useService("orm");
    const whole = useState({ sums: null, directions: [] });
    let asked = 0;
    useEffect(
        () => {
            const { list, names } = read();
            const number = ++asked;
            whole.sums = null;
            if (isCut(list)) {
                const fields = pick(list.fields, ...names);
                const sums = getAggregateSpecifications(fields);
                const direction = list.fields.direction ? ["direction:array_agg_distinct"] : [];
                orm.silent
                    .formattedReadGroup(list.resModel, list.domain, [], [...sums, ...direction], {
                        context: list.context,
                    })
                    .then(([row]) => {
                        if (number === asked) {
                            whole.directions = row[direction[0]] || [];
                            whole.sums = readSums(row, sums, fields);
                        }
                    });
            }
        },
        () => {
            const { list, names } = read();
            return [list.isGrouped ? list.groups : list.records, isCut(list), JSON.stringify(list.domain), names.join()];
        }
    );
    return whole;
}

/** As Odoo reads a group: one currency as it is, several in the company's. */
function readSums(row, specifications, fields) {
    const sums = {};
    for (const specification of specifications) {
        const [name, aggregate] = specification.split(":");
        const currencies = row[`${fields[name]?.currency_field}:array_agg_distinct`];
        if (aggregate !== "sum_currency" || currencies.length > 1) {
            sums[name] = row[specification];
        }
    }
    return sums;
}
