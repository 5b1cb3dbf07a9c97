// What is told may be health data: only voices that the browser runs itself may read it, never a
// network's.
function physioLocalVoice(lang) {
  const voices = window.speechSynthesis ? speechSynthesis.getVoices() : [];
  return voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(lang)) || null;
}
// Tells the page whether it can be heard: "ready", "missing" (no such voice) or "blocked" (browsers
// stay silent until somebody has touched the page).
function physioTellVoice(state) {
  document.querySelector(".voice")?.dispatchEvent(new CustomEvent("voicestate", { detail: state }));
}
function physioWatchVoice(lang) {
  const tell = () => physioTellVoice(physioLocalVoice(lang) === null ? "missing" : "ready");
  if (!window.speechSynthesis) return tell();
  // Some browsers know their voices only a while after they were first asked for them.
  speechSynthesis.onvoiceschanged = tell;
  if (physioLocalVoice(lang) === null) setTimeout(tell, 1000);
}
function physioSpeak(text, lang, urgent) {
  const voice = physioLocalVoice(lang);
  if (voice === null) return physioTellVoice("missing");
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  words.onstart = () => physioTellVoice("ready");
  words.onerror = (event) => {
    if (event.error === "not-allowed") physioTellVoice("blocked");
  };
  // One sentence may wait for another to end; what would wait for two comes too late to be of use.
  if (urgent || speechSynthesis.pending) speechSynthesis.cancel();
  speechSynthesis.speak(words);
}
