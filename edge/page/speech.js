// Cues are health data: only voices that the browser runs itself may read them, never a network's.
function physioLocalVoice() {
  const voices = window.speechSynthesis ? speechSynthesis.getVoices() : [];
  return voices.find((voice) => voice.localService && voice.lang.startsWith("en")) || null;
}
function physioSpeak(text) {
  const voice = physioLocalVoice();
  if (voice === null) return;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}
