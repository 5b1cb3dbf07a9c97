// A page whose session is over loses its connection. Where the dashboard says that somebody must
// sign in, that form takes its place; where it does not answer, the page stays as it is.
document.addEventListener("DOMContentLoaded", () => {
  const ask = async () => {
    try {
      const answer = await fetch("/", { method: "HEAD", redirect: "manual" });
      if (answer.type === "opaqueredirect") window.location.assign("/sign-in");
    } catch {
      return;
    }
  };
  const follow = () => {
    if (!window.socket) return setTimeout(follow, 100);
    window.socket.on("disconnect", ask);
    window.socket.on("connect_error", ask);
  };
  follow();
});
