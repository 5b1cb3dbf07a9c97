// What the page says when the program behind it ends, and when it no longer answers.
const PHYSIO_GONE_MS = 20000;

// The program has said that it ends: what it has shown last stays, and nobody tries to reach it.
function physioEnded() {
  document.body.classList.add("is-ended");
  window.socket.disconnect();
}
// It is reached again within seconds where only the page was restarted. After that it is said that
// it may have stopped; it is still tried.
function physioWatchProgram(lost, gone) {
  const popup = document.getElementById("popup");
  const [title, words] = popup.querySelectorAll("span");
  popup.setAttribute("role", "alert");
  let timer = null;
  const follow = () => {
    clearTimeout(timer);
    [title.textContent, words.textContent] = lost;
    if (popup.ariaHidden === "true") return;
    timer = setTimeout(() => ([title.textContent, words.textContent] = gone), PHYSIO_GONE_MS);
  };
  window.physioFollowing?.disconnect();
  window.physioFollowing = new MutationObserver(follow);
  window.physioFollowing.observe(popup, { attributeFilter: ["aria-hidden"] });
  follow();
}
