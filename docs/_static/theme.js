// Runs before the page is drawn, so that it does not appear in another colour first.
document.body.dataset.theme = localStorage.getItem("theme") || "auto";
