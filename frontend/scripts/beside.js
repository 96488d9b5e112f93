// Pictures that were chosen, beside the field they are typed from. They are read here and sent with the form as before.

/** Show the chosen pictures beside a field; what is no picture can be looked at after it was registered. */
export function beside(root) {
  for (const place of root.querySelectorAll("[data-beside]")) {
    const input = document.getElementById(place.dataset.beside);
    const pictures = place.querySelector("[data-pictures]");
    input?.addEventListener("change", async () => {
      const files = [...input.files].filter((file) => /^image\/(jpeg|png|webp)$/.test(file.type));
      const shown = await Promise.all(files.map((file) => new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => { const picture = new Image(); picture.src = reader.result; picture.alt = file.name; done(picture); };
        reader.onerror = () => done(null);
        reader.readAsDataURL(file);
      })));
      pictures.replaceChildren(...shown.filter(Boolean));
      place.hidden = pictures.childElementCount === 0;
      place.parentElement.classList.toggle("has-scan", !place.hidden);
      // Chosen to be typed from: back to where one types, unless that was done already.
      const words = place.parentElement.querySelector("textarea");
      if (!place.hidden && words && !words.value) words.focus();
    });
  }
}
