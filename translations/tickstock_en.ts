<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>ChartView</name>
    <message numerus="yes">
        <source>%n bar(s) behind » live</source>
        <translation>
            <numerusform>%n bar behind » live</numerusform>
            <numerusform>%n bars behind » live</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionText</name>
    <message numerus="yes">
        <source>Stays off: your account allows %n connection(s) at a time, and another program may use some of them.</source>
        <translation>
            <numerusform>Stays off: your account allows %n connection at a time, and another program may use it.</numerusform>
            <numerusform>Stays off: your account allows %n connections at a time, and another program may use some of them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportText</name>
    <message numerus="yes">
        <source>%1: %n symbol(s)</source>
        <translation>
            <numerusform>%1: %n symbol</numerusform>
            <numerusform>%1: %n symbols</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) cannot be used and are left out.</source>
        <translation>
            <numerusform>%n line cannot be used and is left out.</numerusform>
            <numerusform>%n lines cannot be used and are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Ruler</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s), %1</source>
        <extracomment>of bars, and the time from the first to the last one</extracomment>
        <translation>
            <numerusform>%n bar, %1</numerusform>
            <numerusform>%n bars, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickstock::ChartsMenu</name>
    <message numerus="yes">
        <source>%n chart(s)</source>
        <translation>
            <numerusform>%n chart</numerusform>
            <numerusform>%n charts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickstock::ChartWorkspace</name>
    <message numerus="yes">
        <source>There are %n chart(s) already, and no room for more.</source>
        <translation>
            <numerusform>There is %n chart already, and no room for more.</numerusform>
            <numerusform>There are %n charts already, and no room for more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There is room for %n chart(s) in all. Close some windows first.</source>
        <translation>
            <numerusform>There is room for %n chart in all. Close some windows first.</numerusform>
            <numerusform>There is room for %n charts in all. Close some windows first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickstock::ConnectionPanel</name>
    <message numerus="yes">
        <source>Your account allows %n connection(s).</source>
        <translation>
            <numerusform>Your account allows %n connection.</numerusform>
            <numerusform>Your account allows %n connections.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n symbol(s) are moving.</source>
        <translation>
            <numerusform>%n symbol is moving.</numerusform>
            <numerusform>%n symbols are moving.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickstock::MarketLink</name>
    <message numerus="yes">
        <source>%n event(s) did not fit and are only in the store.</source>
        <translation>
            <numerusform>%n event did not fit and is only in the store.</numerusform>
            <numerusform>%n events did not fit and are only in the store.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickstock::RecordModel</name>
    <message numerus="yes">
        <source>%n case(s) with a bar so much later in the store; %1 of them went its way. The past of this symbol, not a forecast.</source>
        <translation>
            <numerusform>%n case with a bar so much later in the store; %1 of it went its way. The past of this symbol, not a forecast.</numerusform>
            <numerusform>%n cases with a bar so much later in the store; %1 of them went its way. The past of this symbol, not a forecast.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickstock::RoutingPlanDialog</name>
    <message numerus="yes">
        <source>%n symbol(s) are moving: first subscribed on the new connection, then dropped from the old.</source>
        <translation>
            <numerusform>%n symbol is moving: first subscribed on the new connection, then dropped from the old.</numerusform>
            <numerusform>%n symbols are moving: first subscribed on the new connection, then dropped from the old.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n symbol(s) would move.</source>
        <translation>
            <numerusform>%n symbol would move.</numerusform>
            <numerusform>%n symbols would move.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickstock::SlotPage</name>
    <message numerus="yes">
        <source>%n symbol(s).</source>
        <translation>
            <numerusform>%n symbol.</numerusform>
            <numerusform>%n symbols.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them are on C%1 already and stay there.</source>
        <translation>
            <numerusform>%n of them is on C%1 already and stays there.</numerusform>
            <numerusform>%n of them are on C%1 already and stay there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickstock::UniverseDialog</name>
    <message numerus="yes">
        <source>Delete the list %1 with its %n symbol(s)?</source>
        <translation>
            <numerusform>Delete the list %1 with its symbol?</numerusform>
            <numerusform>Delete the list %1 with its %n symbols?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickstock::UniverseEditor</name>
    <message numerus="yes">
        <source>%n symbol(s).</source>
        <translation>
            <numerusform>%n symbol.</numerusform>
            <numerusform>%n symbols.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repetition(s) left out.</source>
        <translation>
            <numerusform>%n repetition left out.</numerusform>
            <numerusform>%n repetitions left out.</numerusform>
        </translation>
    </message>
</context>
</TS>
