"""What the patrons' pages say, in the languages that they speak."""

from __future__ import annotations

from collections.abc import Mapping

#: Language -> key -> words. Every language has the same keys.
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "ask_title": "Leave {title}?",
        "ask_text": "If you leave, nothing more is sent to {address}.",
        "ask_button": "Leave",
        "ask_nothing": "Nothing has changed yet. To stay, close this page.",
        "left_title": "You have left",
        "left_text": "{address} will not receive {title} any more.",
        "left_before": "This had been done before: {address} does not receive {title}.",
        "left_sent": "A mail that is already on its way may still arrive.",
        "back_ask": "Was that a mistake?",
        "back_button": "Come back",
        "back_title": "You are back",
        "back_text": "{address} receives {title} again, from the next edition on.",
        "unknown_title": "This link does not work",
        "unknown_text": "It is not complete, or it was not made by us. Nothing has changed.",
        "unknown_help": "Open it from the mail again, or copy the whole of it. Or answer any mail of ours and say "
        "that you want to leave.",
        "test_title": "This link is from a test mail",
        "test_text": "There is nobody behind it who could leave. In a real edition it leads to the page for leaving.",
        "missing_title": "There is nothing here",
        "missing_text": "Perhaps the address is not complete.",
        "method_title": "That is not possible here",
        "method_text": "This page cannot be used in that way. Nothing has changed.",
        "large_title": "That was too much",
        "large_text": "The request was larger than this page takes. Nothing has changed.",
        "failed_title": "That did not work",
        "failed_text": "Something is broken on our side: your wish was not stored. Please try again in some minutes.",
    },
    "uk": {
        "ask_title": "Відписатися від «{title}»?",
        "ask_text": "Якщо ви відпишетеся, листи на адресу {address} більше не надходитимуть.",
        "ask_button": "Відписатися",
        "ask_nothing": "Поки що нічого не змінено. Щоб залишитися, закрийте цю сторінку.",
        "left_title": "Вас відписано",
        "left_text": "Листи «{title}» на адресу {address} більше не надходитимуть.",
        "left_before": "Це вже було зроблено: листи «{title}» на адресу {address} не надходять.",
        "left_sent": "Лист, який уже в дорозі, ще може надійти.",
        "back_ask": "Це була помилка?",
        "back_button": "Повернутися",
        "back_title": "Ви знову з нами",
        "back_text": "Листи «{title}» знову надходитимуть на адресу {address}, починаючи з наступного випуску.",
        "unknown_title": "Це посилання не працює",
        "unknown_text": "Воно неповне або створене не нами. Нічого не змінено.",
        "unknown_help": "Відкрийте його з листа ще раз або скопіюйте повністю. Або дайте відповідь на будь-який наш "
        "лист і напишіть, що хочете відписатися.",
        "test_title": "Це посилання з тестового листа",
        "test_text": "За ним немає адреси, яку можна відписати. У справжньому випуску воно веде на сторінку відписки.",
        "missing_title": "Тут нічого немає",
        "missing_text": "Можливо, адреса неповна.",
        "method_title": "Тут так не можна",
        "method_text": "Цією сторінкою не можна скористатися в такий спосіб. Нічого не змінено.",
        "large_title": "Це забагато",
        "large_text": "Запит більший, ніж приймає ця сторінка. Нічого не змінено.",
        "failed_title": "Не вдалося",
        "failed_text": "У нас щось зламалося, ваше бажання не збережено. Спробуйте, будь ласка, за кілька хвилин.",
    },
}
