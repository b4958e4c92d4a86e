// Searches the list of decisions on the page itself. Without it the whole list is there to be read.
(() => {
    "use strict";
    const form = document.getElementById("find");
    const cards = [...document.querySelectorAll("#rounds > li")];
    const words = document.getElementById("find-words");
    const choices = [...form.querySelectorAll("select")];
    const count = form.querySelector("#find-shown bdi");
    const none = document.getElementById("find-none");
    // Without case and without accents, so that people find what they can type.
    const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    const texts = cards.map((card) => plain(card.textContent));

    const fits = (card, text, asked) =>
        asked.every((word) => text.includes(word)) &&
        choices.every((one) => !one.value || card.dataset[one.dataset.find].split("|").includes(one.value));

    const show = () => {
        const asked = plain(words.value).split(/\s+/).filter(Boolean);
        let shown = 0;
        cards.forEach((card, place) => {
            card.hidden = !fits(card, texts[place], asked);
            shown += card.hidden ? 0 : 1;
        });
        count.textContent = String(shown);
        none.hidden = shown > 0;
    };

    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(show));
    form.hidden = false;
    // A page that people come back to keeps what they had typed.
    window.addEventListener("pageshow", show);
    show();
})();
