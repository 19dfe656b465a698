/** The properties of a view whose lists behind a figure bear the name of the action, where Odoo says "Untitled". */
export function namedByAction(view) {
    return (genericProps, descriptor, config) => {
        const props = view.props(genericProps, descriptor, config);
        const name = config?.getDisplayName?.();
        if (name && !genericProps.state && !genericProps.arch.getAttribute("string")) {
            const { modelParams } = props; // of a graph, it is the metadata itself
            (modelParams.metaData || modelParams).title = name;
        }
        return props;
    };
}
