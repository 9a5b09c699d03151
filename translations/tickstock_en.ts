<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>tickstock::ChartView</name>
    <message numerus="yes">
        <source>%n bar(s) behind » live</source>
        <translation>
            <numerusform>%n bar behind » live</numerusform>
            <numerusform>%n bars behind » live</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickstock::MainWindow</name>
    <message numerus="yes">
        <source>%n event(s) did not fit and are only in the store.</source>
        <translation>
            <numerusform>%n event did not fit and is only in the store.</numerusform>
            <numerusform>%n events did not fit and are only in the store.</numerusform>
        </translation>
    </message>
</context>
</TS>
