/** Remembers what the progress of a long run said; `check` names what it must have said. */
export function watchBatches() {
    const seen = [];
    return {
        start() {
            const watch = new MutationObserver(() => {
                const words = document.querySelector(".o_contract_batches")?.innerText;
                if (words && seen.at(-1) !== words) {
                    seen.push(words);
                }
            });
            watch.observe(document.body, { childList: true, subtree: true, characterData: true });
        },
        check(...words) {
            if (!words.every((one) => seen.includes(one))) {
                throw new Error(`Seen on the way: ${seen.join(", ")}`);
            }
        },
    };
}
