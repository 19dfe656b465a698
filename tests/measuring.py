"""What the scripts that measure screens begin with: they wait for what they open and note what is wrong."""

BEGIN = """
(async () => {
    const wait = async (found) => {
        for (let tries = 0; tries < 200; tries++) {
            const result = found();
            if (result) return result;
            await new Promise((done) => setTimeout(done, 50));
        }
        throw new Error("waited in vain for " + found);
    };
    const wrong = [];
    const action = odoo.__WOWL_DEBUG__.root.env.services.action;
"""
