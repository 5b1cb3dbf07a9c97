// Cues are health data: only voices that the browser runs itself may read them, never a network's.
function physioLocalVoice(lang) {
  const voices = window.speechSynthesis ? speechSynthesis.getVoices() : [];
  return voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(lang)) || null;
}
function physioSpeak(text, lang) {
  const voice = physioLocalVoice(lang);
  if (voice === null) return;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}
