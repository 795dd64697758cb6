"""Which words of an answer say nothing about its subject?"""

from __future__ import annotations

from collections.abc import Sequence

from engine.hangul import stems, typed

_ENGLISH = """
    a an the of to is are was were be been being it its it's that that's this these those there there's and or in on
    for with as at by so i i'd i'm i've i'll you you'd you're you'll you've it'll we they they're we're them their
    your our he she his my me let's let if than then also too very do does did done doing would could will can may
    might shall about around roughly approximately nearly almost some just well have has had having get gets got go
    goes going come comes say says said saying claim claims call called think means what which who whose how when
    why because since out off into onto from here times time x percent now sort basically really simply thus hence
    therefore such whereas while although though but put puts take takes taken don doesn isn aren didn re ve ll want
    know ie eg etc way already even hmm oh
"""
_KOREAN = """
    그 이 저 것 거 게 걸 건 수 때 하다 되다 있다 등 더 좀 잘 그냥 그래서 그리고 근데 하지만 그런데 또 또는 즉 이런
    그런 어떤 때문 대해 위해 통해 보통 경우 정도 쯤 약 개 배 번 장 칸 씩 짜리 퍼센트 인 일 할 한다 합니다 입니다
    이다 로 의 를 을 은 는 가 이고 이면 라는 이라 까 아 네 음 뭐 저는 제가 우리 저희 거예요 겁니다 것은 것이
    말합니다 말하다 말 봅니다 같아요 대한 위한 관한 그게 그건 이게 이건 거죠 거고 거라서 거니까 건데 분의 만 도 다만
    그러면 그럼 이렇게 그렇게 어차피 사실 일단 되고 된다 됩니다 하는 하면 하고 해서 있고 있는 있습니다 이므로
    입니다만
"""
_KOREAN_STEMS = """
    하 되 있 이 그러 이러 같은데 거 것 수 저 제 때 말 생각 봤 알 모르 싶 보이 전혀 너무 아예 이미 다시 굳이 딱 꼭 편
    건 데 대 경우 가 라 에 나 까지 밖에 정도 뭐 무어 계속 다음에 오 그래 해보 두 놓 주 가지 부르 얘기 거든 안에서
    자체 개 번
"""
_WORDS = frozenset((_ENGLISH + _KOREAN).split())
_STEMS = frozenset(map(typed, _KOREAN_STEMS.split()))
_LONGEST = 5  # syllables of a form of those stems


def says_nothing(words: Sequence[str], at: int) -> bool:
    """Whether the word at a place is a filler, a particle or a helping verb.

    >>> says_nothing(["the"], 0), says_nothing(["있습니다"], 0), says_nothing(["것", "같아요"], 1)
    (True, True, True)
    """
    word = words[at]
    if word in _WORDS:
        return True
    if not "가" <= word[0] <= "힣":
        return False
    seems = word.startswith("같") and at > 0 and words[at - 1] in ("것", "거")
    return seems or (len(word) <= _LONGEST and not _STEMS.isdisjoint(stems(word)))
